namespace NtkGan.Experiments.Stability;

/// <summary>A model of the points near one true point, drawn beside the simulation.</summary>
public enum LocalModel
{
    /// <summary>The linear theory: curvature from the masses' imbalance alone, no moments.</summary>
    Linear,

    /// <summary>The second moment model; for one point this is the quadratic model.</summary>
    SecondMoment,
}
