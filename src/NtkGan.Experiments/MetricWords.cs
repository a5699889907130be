using NtkGan.Metrics;

namespace NtkGan.Experiments;

/// <summary>What the columns of metrics.csv are called in words, for people.</summary>
internal static class MetricWords
{
    private const int ShortestWord = 4;

    private static readonly string[] ProperNames = ["Wasserstein", "Sinkhorn", "Frechet", "Pearson"];

    /// <summary>Columns that no single metric explains by its name.</summary>
    private static readonly Dictionary<string, string> Own = new()
    {
        ["loss_unseen"] = "loss of held-out rows",
        ["lg"] = "generator's loss",
        ["w2"] = "squared Wasserstein distance",
        ["sliced_w2"] = "sliced squared Wasserstein distance",
        ["mmd2"] = "squared maximum mean discrepancy",
        ["gradient"] = "largest entry of the gradient",
        ["advantage"] = "gain over f = 0",
        ["real_score"] = "mean score of real rows",
        ["sample_score"] = "mean score of samples",
        ["modes"] = "those with a point near",
        ["quality"] = "share of points near a mode",
        ["ams"] = "average maximum similarity (images on [0, 1])",
        ["named"] = "share of samples named with confidence",
        ["named_unseen"] = "the same of held-out rows",
        ["class_balance"] = "evenness of the classes",
        ["class_score"] = "inception score of the classifier",
        ["class_score_unseen"] = "that of held-out rows",
        ["frechet_classes"] = "squared Frechet distance of class scores",
        ["frechet_classes_unseen"] = "that of held-out rows",
        ["copy_ratio"] = "distance to training rows over held-out ones",
        ["kernel_change"] = "relative change of the tangent kernel",
        ["kernel_alignment"] = "alignment of the tangent kernel with the labels",
        ["w2_masses"] = "squared Wasserstein distance with masses",
        ["w2_linear"] = "squared Wasserstein distance of the linear model",
        ["w2_second_moment"] = "squared Wasserstein distance of the second moment model",
    };

    private static readonly Lazy<IReadOnlyDictionary<string, string>> OfMetrics = new(() => Catalog.Members<Metric>()
        .Select(member => (member.Name, ((Metric)member.Example()).Columns)).Where(metric => metric.Columns.Count == 1)
        .ToDictionary(metric => Stem(metric.Columns[0]), metric => Spoken(metric.Name)));

    private static readonly Lazy<HashSet<string>> Shares = new(() =>
    [
        "real_score", "sample_score", "simulations", "agreement", "simulations_clear", "agreement_clear", "unstable_cells",
        .. Catalog.Members<Metric>().Select(member => (Metric)member.Example()).Where(metric => !metric.IsDistance && metric is not DiscriminatorAdvantage).SelectMany(metric => metric.Columns),
    ]);

    /// <summary>A column in words: <c>s</c> is a Sinkhorn divergence. A column without further words says itself.</summary>
    public static string Of(string column) => Own.TryGetValue(column, out var own) || Own.TryGetValue(Stem(column), out own) ? own
        : OfMetrics.Value.TryGetValue(Stem(column), out var metric) ? metric
        : column.Replace('_', ' ');

    /// <summary>The words and the column: <c>Sinkhorn divergence s</c>, but <c>quality, share of points near a mode</c> where the column is a word; the
    /// column alone where it says itself.</summary>
    public static string Named(string column) => (Of(column), column.Replace('_', ' ')) switch
    {
        var (words, spoken) when words == spoken => spoken,
        var (words, spoken) when spoken.Length >= ShortestWord && spoken.All(letter => char.IsAsciiLetter(letter) || letter == ' ') => $"{spoken}, {words}",
        var (words, _) => $"{Capital(words)} {column}",
    };

    /// <summary>Whether a column holds shares, counts or scores, which no logarithmic axis suits.</summary>
    public static bool IsShareOrCount(string column) => Shares.Value.Contains(Stem(column)) || Shares.Value.Contains(column);

    // mmd2_gaussian and frechet_patches are what mmd2 and frechet are.
    private static string Stem(string column) => column.StartsWith("sliced_", StringComparison.Ordinal) ? column : column.Split('_')[0];

    private static string Spoken(string name) => string.Join(' ', name.Split('_').Select(word => ProperNames.FirstOrDefault(proper => proper.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word));

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
