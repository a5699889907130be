using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>A copy of the maps of q12 and k, in rented scratch.</summary>
internal sealed class Maps
{
    private int _count;

    private Maps(Lanes[] covariance, Lanes[] tangent) => (Covariance, Tangent) = (covariance, tangent);

    /// <summary>q12.</summary>
    public Lanes[] Covariance { get; }

    /// <summary>k.</summary>
    public Lanes[] Tangent { get; }

    public static Maps Rent(MapState state)
    {
        var covariance = state.Rent();
        return new(covariance, state.WithTangent ? state.Rent() : []);
    }

    /// <summary>Zeros.</summary>
    public void Clear(MapState state, int count)
    {
        _count = count;
        Covariance.AsSpan(0, count).Clear();
        if (state.WithTangent) Tangent.AsSpan(0, count).Clear();
    }

    /// <summary>The maps as they are.</summary>
    public void Store(MapState state)
    {
        _count = state.Count;
        state.Covariance.CopyTo(Covariance);
        state.Tangent.CopyTo(Tangent);
    }

    /// <summary>Adds the maps as they are.</summary>
    public void Add(MapState state)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        for (var e = 0; e < covariance.Length; e++) Covariance[e] += covariance[e];
        for (var e = 0; e < tangent.Length; e++) Tangent[e] += tangent[e];
    }

    /// <summary>Brings the maps back.</summary>
    public void Load(MapState state)
    {
        state.Count = _count;
        Covariance.AsSpan(0, _count).CopyTo(state.Covariance);
        if (state.WithTangent) Tangent.AsSpan(0, _count).CopyTo(state.Tangent);
    }

    /// <summary>Gives the scratch back.</summary>
    public void Return(MapState state)
    {
        state.Return(Covariance);
        if (state.WithTangent) state.Return(Tangent);
    }
}
