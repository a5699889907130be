namespace NtkGan.Tests.Experiments;

/// <summary>A small world of records for the tests of experiment files.</summary>
public enum Coat
{
    Plain,
    TwoColoured,
}

/// <summary>Animals.</summary>
[Family("animal")]
public abstract record Animal;

/// <summary>A cat, of any coat.</summary>
/// <param name="Coat">Its coat.</param>
/// <param name="Weight">Its weight in kg, above 0.</param>
public sealed record Cat(Coat Coat = Coat.Plain, double Weight = 4) : Animal
{
    public double Weight { get; } = Weight > 0 ? Weight : throw new UsageException("weight must be above 0.");
}

/// <summary>A horse with a name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Foal">Its foal, if any.</param>
public sealed record Horse(string Name, Animal? Foal = null) : Animal
{
    public static Horse Example => new("Fury");
}

/// <summary>A tortoise, which needs no words.</summary>
public sealed record TortoiseAnimal : Animal;

/// <summary>Opening hours.</summary>
/// <param name="From">First hour.</param>
/// <param name="Until">Last hour, possibly never.</param>
public sealed record Hours(int From = 9, [MayBeInfinite] double Until = 17.5);

/// <summary>Places where animals are.</summary>
[Family("place")]
public abstract record Place;

/// <summary>A zoo, the only place.</summary>
/// <param name="Seed">A large number.</param>
/// <param name="IsOpen">Whether it is open.</param>
/// <param name="Hours">When.</param>
/// <param name="Star">Its best animal.</param>
/// <param name="Animals">All others.</param>
/// <param name="Prices">In francs.</param>
/// <param name="Discount">None, or a share.</param>
/// <param name="Visitors">A long number.</param>
public sealed record Zoo(ulong Seed = 1, bool IsOpen = true, Hours? Hours = null, Animal? Star = null, ValueList<Animal>? Animals = null,
    ValueList<double>? Prices = null, double? Discount = 0.5, long Visitors = 0) : Place
{
    public Hours Hours { get; } = Hours ?? new();

    public Animal Star { get; } = Star ?? new Cat();

    public ValueList<Animal> Animals { get; } = Animals ?? [new Cat(), new TortoiseAnimal()];

    public ValueList<double> Prices { get; } = Prices ?? [1, 2.5];
}
