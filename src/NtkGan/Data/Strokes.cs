namespace NtkGan.Data;

/// <summary>Distances from which the library's own pictures are drawn.</summary>
internal static class Strokes
{
    /// <summary>The distance of (x, y) to the point (cx, cy).</summary>
    public static double ToPoint(double x, double y, double cx, double cy) => Math.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy));

    /// <summary>The distance of (x, y) to the segment from (ax, ay) to (bx, by).</summary>
    public static double ToSegment(double x, double y, double ax, double ay, double bx, double by)
    {
        var (dx, dy) = (bx - ax, by - ay);
        var along = Math.Clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1);
        return ToPoint(x, y, ax + along * dx, ay + along * dy);
    }
}
