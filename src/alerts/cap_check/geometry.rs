//! Outlines as CAP writes them: `lat,lon lat,lon …` (section 3.2.4).

/// The points, or `None` where one is not a point on the globe with its latitude first.
pub(super) fn points(text: &str) -> Option<Vec<(f64, f64)>> {
    text.split_whitespace()
        .map(|pair| {
            let (lat, lon) = pair.split_once(',')?;
            let (lat, lon): (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
            (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
        })
        .collect()
}
