using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>What a classifier makes of the samples: a Gaussian process under the NTK, fitted to real labelled rows that took no part in the
/// training (images on [0, 1]). <c>named</c> is the share of samples whose likeliest class has at least the probability that a stated share of
/// calibration rows reach, <c>named_unseen</c> the same of held-out real rows; <c>class_balance</c> is the entropy of the classes of the named samples over its largest
/// value log C, 1 where all are as frequent. <c>class_score</c> = exp(mean KL(p(c|x) || mean p(c))), 1 to C, is the inception score (Salimans et al. 2016) with
/// this classifier in place of Inception, <c>class_score_unseen</c> that of the held-out rows; <c>frechet_classes</c> is the squared Frechet distance to the
/// pool between the classifier's scores (mean over deviation of each class), <c>frechet_classes_unseen</c> that of the held-out rows.</summary>
/// <param name="Kernel">The kernel of the classifier; the NTK of a ReLU network with two hidden layers if none is given.</param>
/// <param name="Rows">Labelled rows that the classifier knows, at least 2: 10,000 name more of them rightly, and take a minute and 3 GB.</param>
/// <param name="Calibration">Further ones that set the probabilities and the threshold, at least 1.</param>
/// <param name="Share">The share of them that are named with confidence, above 0 and at most 1.</param>
/// <param name="Noise">The noise of the labels, relative to the mean of k(x, x), above 0.</param>
public sealed record ClassRecognition(Kernel? Kernel = null, int Rows = 2000, int Calibration = 500, double Share = 0.97, double Noise = 1e-3) : Metric
{
    private static readonly string[] Names = ["named", "named_unseen", "class_balance", "class_score", "class_score_unseen", "frechet_classes", "frechet_classes_unseen"];

    // A run measures again and again against the same rows.
    private static readonly ConditionalWeakTable<LabelledRows, ConcurrentDictionary<(ClassRecognition, DisplayRange?, PointShape?), Judge>> Judges = [];

    /// <summary>The kernel of the classifier.</summary>
    public Kernel Kernel { get; init; } = Kernel ?? new NeuralKernel();

    /// <summary>Labelled rows that the classifier knows.</summary>
    public int Rows { get; init => field = Require.AtLeast(2, value, nameof(Rows)); } = Require.AtLeast(2, Rows);

    /// <summary>Labelled rows that set probabilities and threshold.</summary>
    public int Calibration { get; init => field = Require.AtLeast(1, value, nameof(Calibration)); } = Require.AtLeast(1, Calibration);

    /// <summary>The share of the calibration rows that are named.</summary>
    public double Share { get; init => field = Portion(value); } = Portion(Share);

    /// <summary>The relative noise of the labels.</summary>
    public double Noise { get; init => field = Require.Positive(value, nameof(Noise)); } = Require.Positive(Noise);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => Names;

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    public override int LabelledRows => Rows + Calibration;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (input.Labelled is not { } labelled || labelled.Labels.Distinct().Count() < 2 || labelled.Labels.Count < 4)
            return [.. Names.Select(name => MetricValue.Unavailable(name, "A classifier needs real rows of two classes or more, with their labels, beside those that take part: take data that have them, or a smaller pool."))];
        var judge = Judges.GetOrCreateValue(labelled).GetOrAdd((this, input.Display, input.Shape), _ => new(this, input, labelled));
        var target = judge.Of(input.OnUnit(input.Target));
        var samples = judge.Of(input.OnUnit(input.Generated));
        var unseen = input.HeldOut is { Rows: > 0 } heldOut ? judge.Of(input.OnUnit(heldOut)) : null;
        MetricValue Unseen(string name, Func<Verdict, double> value) => unseen is null ? MetricValue.Unavailable(name, "No held-out real rows: hold out some.") : new(name, value(unseen), MetricStatus.Exact);
        return
        [
            new(Names[0], samples.Named, MetricStatus.Exact, Note: FormattableString.Invariant(
                $"The classifier names {judge.Accuracy:P1} of {judge.Tested} real rows rightly; {samples.Named:P1} of the samples have at least the confidence that {Share:P0} of these rows have{(unseen is null ? "" : FormattableString.Invariant($", and {unseen.Named:P1} of {input.HeldOut!.Rows} held-out real rows"))}.")),
            Unseen(Names[1], verdict => verdict.Named), new(Names[2], samples.Balance, MetricStatus.Exact),
            new(Names[3], samples.Score, MetricStatus.Exact), Unseen(Names[4], verdict => verdict.Score),
            new(Names[5], FrechetDistance.Between(samples.Scores, target.Scores), MetricStatus.Exact), Unseen(Names[6], verdict => FrechetDistance.Between(verdict.Scores, target.Scores)),
        ];
    }

    private static double Portion(double share) => Require.Positive(share, nameof(Share)) <= 1 ? share : throw new UsageException(FormattableString.Invariant($"share must be at most 1, not {share}."));

    /// <summary>What the classifier says of some rows; the scores as contrasts.</summary>
    private sealed record Verdict(Matrix Scores, double Named, double Balance, double Score);

    /// <summary>The classifier with its threshold.</summary>
    private sealed class Judge
    {
        private readonly GaussianProcessClassifier _classifier;
        private readonly double _threshold;

        public Judge(ClassRecognition settings, MetricInput input, LabelledRows labelled)
        {
            int[] classes = [.. labelled.Labels.Distinct().Order()];
            var rows = new LabelledRows(input.OnUnit(labelled.Rows), [.. labelled.Labels.Select(label => Array.IndexOf(classes, label))]);
            // Of fewer rows than were asked for, the same part calibrates.
            var known = Math.Min(settings.Rows, (int)Math.Max(2, (long)rows.Labels.Count * settings.Rows / ((long)settings.Rows + settings.Calibration)));
            var calibration = rows.Take(known, Math.Min(rows.Labels.Count, known + settings.Calibration));
            _classifier = new(settings.Kernel.For(input.Shape ?? new PointShape(rows.Rows.Columns)), rows.Take(0, known), classes.Length, settings.Noise, calibration);
            var probabilities = _classifier.Probabilities(_classifier.Scores(calibration.Rows));
            double[] confidence = [.. Likeliest(probabilities).Select(best => best.Probability).Order()];
            _threshold = confidence[Math.Min(confidence.Length - 1, (int)Math.Floor((1 - settings.Share) * confidence.Length + 1e-9))];
            (Tested, Accuracy) = (confidence.Length, Likeliest(probabilities).Where((best, i) => best.Class == calibration.Labels[i]).Count() / (double)confidence.Length);
        }

        public int Tested { get; }

        public double Accuracy { get; }

        public Verdict Of(Matrix rows)
        {
            var scores = ScoresOf(rows);
            var probabilities = _classifier.Probabilities(scores);
            int[] named = [.. Likeliest(probabilities).Where(best => best.Probability >= _threshold).Select(best => best.Class)];
            var balance = named.GroupBy(name => name).Select(group => group.Count() / (double)named.Length).Order().Sum(part => -part * Math.Log(part)) / Math.Log(_classifier.Classes);
            return new(Contrasts(scores), named.Length / (double)rows.Rows, balance, Diversity(probabilities));
        }

        private Matrix ScoresOf(Matrix rows)
        {
            try
            {
                return _classifier.Scores(rows);
            }
            catch (NumericalException)
            {
                throw new NumericalException("The classifier's kernel overflows on these points; divide the data by a constant first.");
            }
        }

        // The scores of a row sum to 0. In C - 1 orthonormal contrasts of them (Helmert) distances are the same, and covariances regular.
        private static Matrix Contrasts(Matrix scores)
        {
            var result = new Matrix(scores.Rows, scores.Columns - 1);
            for (var i = 0; i < scores.Rows; i++)
            {
                var sum = 0.0;
                for (var c = 1; c < scores.Columns; c++)
                {
                    sum += scores[i, c - 1];
                    result[i, c - 1] = (sum - c * scores[i, c]) / Math.Sqrt(c * (c + 1.0));
                }
            }

            return result;
        }

        private static IEnumerable<(int Class, double Probability)> Likeliest(Matrix probabilities)
        {
            for (var i = 0; i < probabilities.Rows; i++)
            {
                var best = 0;
                for (var c = 1; c < probabilities.Columns; c++) if (probabilities[i, c] > probabilities[i, best]) best = c;
                yield return (best, probabilities[i, best]);
            }
        }

        // exp(mean KL(p_i || mean p)).
        private static double Diversity(Matrix probabilities)
        {
            var mean = new double[probabilities.Columns];
            for (var i = 0; i < probabilities.Rows; i++) DotProduct.Add(1.0 / probabilities.Rows, probabilities.Row(i), mean);
            var sum = 0.0;
            for (var i = 0; i < probabilities.Rows; i++)
                for (var c = 0; c < mean.Length; c++) sum += probabilities[i, c] > 0 ? probabilities[i, c] * Math.Log(probabilities[i, c] / mean[c]) : 0;
            return Math.Exp(Math.Max(0, sum) / probabilities.Rows);
        }
    }
}
