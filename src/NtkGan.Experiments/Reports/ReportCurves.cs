using System.Text;
using System.Text.Json;

namespace NtkGan.Experiments.Reports;

/// <summary>The curves of runs, a chart for each metric, as the JSON that the page's script draws.</summary>
internal static class ReportCurves
{
    private const int MostPoints = 2000;
    private const double WorthDecades = 10;

    /// <summary>The metrics of all runs that have a value anywhere, in order of appearance.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<ReportedRun> runs) =>
        [.. runs.Where(run => run.Rows.Count > 1).SelectMany(run => run.Metrics.Columns.Where((_, column) => column > 0 && run.Rows.Any(row => double.IsFinite(row[column])))).Distinct()];

    /// <summary>All charts. Of very long runs every so many rows are drawn.</summary>
    public static string Json(IReadOnlyList<ReportedRun> runs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            string[] families = [.. runs.Select(run => run.Family).Distinct()];
            json.WriteStartArray();
            foreach (var name in Names(runs))
            {
                var curves = runs.Select(run => (Run: run, Column: ((IReadOnlyList<string>)[.. run.Metrics.Columns]).ToList().IndexOf(name))).Where(curve => curve.Column > 0 && curve.Run.Rows.Count > 1).ToList();
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteBoolean("log", IsLogarithmic(curves, name));
                json.WriteStartArray("curves");
                foreach (var (run, column) in curves)
                {
                    var stride = (run.Rows.Count + MostPoints - 1) / MostPoints;
                    var rows = run.Rows.Where((_, index) => index % stride == 0 || index == run.Rows.Count - 1).ToList();
                    json.WriteStartObject();
                    json.WriteString("run", run.Name);
                    json.WriteNumber("colour", Array.IndexOf(families, run.Family));
                    Numbers(json, "steps", rows.Select(row => row[0]));
                    Numbers(json, "values", rows.Select(row => row[column]));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static bool IsLogarithmic(IReadOnlyList<(ReportedRun Run, int Column)> curves, string name)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Run.Rows.Select(row => row[curve.Column])).Where(double.IsFinite)];
        return values.Length > 0 && values.Min() > 0 && values.Max() > WorthDecades * values.Min() && !curves.Any(curve => curve.Run.Metrics.Linear?.Contains(name) ?? false);
    }

    private static void Numbers(Utf8JsonWriter json, string key, IEnumerable<double> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
        {
            if (double.IsFinite(number)) json.WriteNumberValue(number);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
