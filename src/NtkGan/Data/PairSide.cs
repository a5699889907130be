namespace NtkGan.Data;

/// <summary>Which of the two sets of a source-and-target pair is meant.</summary>
public enum PairSide
{
    /// <summary>Where particles start.</summary>
    Source,

    /// <summary>Where they should go.</summary>
    Target,
}
