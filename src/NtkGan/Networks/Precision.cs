namespace NtkGan.Networks;

/// <summary>The numbers in which a finite network computes. Its parameters, and what its optimiser remembers, are doubles in either case.</summary>
public enum Precision
{
    /// <summary>64 bits.</summary>
    Double,

    /// <summary>32 bits: twice the numbers in a register, errors of about 1e-6 relative.</summary>
    Single,
}
