namespace NtkGan.Data;

/// <summary>How a pixel p in [0, 1] becomes a coordinate.</summary>
public enum PixelScaling
{
    /// <summary>p.</summary>
    Unit,

    /// <summary>2 p - 1.</summary>
    Symmetric,

    /// <summary>1.999 (p - 0.5): within (-1, 1), where atanh is finite. The toolkit of Franceschi et al.</summary>
    Toolkit,

    /// <summary>(p - 0.1307)/0.3081: mean 0 and deviation 1 on MNIST.</summary>
    Standard,
}
