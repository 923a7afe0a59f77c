//! The tables `area`, `gazetteer`, `place_source` and `map_change`: public geography, kept until a steward replaces it.

use geo::MultiPolygon;
use geojson::{Geometry, GeometryValue};

use super::{Area, AreaKey, AreaKind, Row, RowKind};
use crate::ground::Wrong;
use crate::ground::db::Tx;
use crate::params;

/// Every area, parents before children where the numbers say so.
pub fn areas(tx: &Tx<'_>) -> Result<Vec<Area>, Wrong> {
    tx.rows("SELECT number, kind, name, slug, parent, shape, lat, lon FROM area ORDER BY number", params![], |row| {
        let shape = read_shape(&row.get::<String>(5)?)?;
        let (name, slug): (String, String) = (row.get(2)?, row.get(3)?);
        let parent = row.get::<Option<u32>>(4)?.map(AreaKey);
        let area = Area::new(AreaKey(row.get(0)?), row.code(1, AreaKind::from_code)?, &name, &slug, parent, shape);
        let area = area.map_err(|wrong| Wrong::Fault(anyhow::Error::from(wrong)))?;
        Ok(area.labelled_at(row.get(6)?, row.get(7)?))
    })
}

/// Every corner, landmark and nickname.
pub fn rows(tx: &Tx<'_>) -> Result<Vec<Row>, Wrong> {
    tx.rows("SELECT kind, name, key, area, lat, lon FROM gazetteer", params![], |row| {
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get(4)?, row.get(5)?);
        Ok(Row {
            kind: row.code(0, RowKind::from_code)?,
            name: row.get(1)?,
            key: row.get(2)?,
            area: AreaKey(row.get(3)?),
            point: lat.zip(lon),
        })
    })
}

/// The number of the area of this kind and slug, or `None`.
pub fn number_of(tx: &Tx<'_>, kind: AreaKind, slug: &str) -> Result<Option<AreaKey>, Wrong> {
    let sql = "SELECT number FROM area WHERE kind = $1 AND slug = $2";
    tx.row(sql, params![kind.code(), slug], |row| Ok(AreaKey(row.get(0)?)))
}

/// The highest number in use, 0 where there is none.
pub fn last_number(tx: &Tx<'_>) -> Result<u32, Wrong> {
    tx.value("SELECT coalesce(max(number), 0) FROM area", params![])
}

/// Adds an area, or replaces the one with its number. Rings the bell.
pub fn put_area(tx: &Tx<'_>, area: &Area) -> Result<(), Wrong> {
    let (lat, lon) = area.center;
    tx.execute(
        "INSERT INTO area (number, kind, name, slug, parent, shape, lat, lon) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (number) DO UPDATE SET kind = $2, name = $3, slug = $4, parent = $5, shape = $6, lat = $7, lon = $8",
        params![
            area.id.0,
            area.kind.code(),
            area.name,
            area.slug,
            area.parent.map(|parent| parent.0),
            write_shape(&area.shape),
            lat,
            lon
        ],
    )?;
    changed(tx)
}

/// Adds a corner, landmark or nickname; one that is there already stays as it is. Rings the bell.
pub fn put_row(tx: &Tx<'_>, row: &Row) -> Result<(), Wrong> {
    insert_row(tx, row, "")?;
    changed(tx)
}

/// A file whose places are on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    /// Whom the map thanks for it; may be empty.
    pub credit: String,
    pub rows: i64,
}

/// Replaces what a file brought before by these rows. Answers how many rows went. Rings the bell.
pub fn replace_source(tx: &Tx<'_>, name: &str, credit: &str, rows: &[Row]) -> Result<usize, Wrong> {
    let gone = remove_source(tx, name)?;
    tx.execute("INSERT INTO place_source (name, credit) VALUES ($1, $2)", params![name, credit])?;
    for row in rows {
        insert_row(tx, row, name)?;
    }
    changed(tx)?;
    Ok(gone)
}

/// Takes a file's places off the map. Answers how many rows went. Rings the bell.
pub fn remove_source(tx: &Tx<'_>, name: &str) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM place_source WHERE name = $1", params![name])?;
    let gone = tx.execute("DELETE FROM gazetteer WHERE source = $1 AND source <> ''", params![name])?;
    changed(tx)?;
    Ok(gone)
}

/// The files whose places are on the map.
pub fn sources(tx: &Tx<'_>) -> Result<Vec<Source>, Wrong> {
    let sql = "SELECT name, credit, (SELECT count(*) FROM gazetteer WHERE gazetteer.source = place_source.name AND source <> '')
               FROM place_source ORDER BY name";
    tx.rows(sql, params![], |row| Ok(Source { name: row.get(0)?, credit: row.get(1)?, rows: row.get(2)? }))
}

/// A number that is another one whenever the map is another one.
pub fn change(tx: &Tx<'_>) -> Result<i64, Wrong> {
    tx.value("SELECT number FROM map_change", params![])
}

fn changed(tx: &Tx<'_>) -> Result<(), Wrong> {
    tx.execute("UPDATE map_change SET number = number + 1", params![])?;
    tx.ring("places");
    Ok(())
}

fn insert_row(tx: &Tx<'_>, row: &Row, source: &str) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO gazetteer (kind, name, key, area, lat, lon, source) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING",
        params![
            row.kind.code(),
            row.name,
            row.key,
            row.area.0,
            row.point.map(|(lat, _)| lat),
            row.point.map(|(_, lon)| lon),
            source
        ],
    )?;
    Ok(())
}

fn write_shape(shape: &MultiPolygon<f64>) -> String {
    Geometry::new(GeometryValue::from(shape)).to_string()
}

fn read_shape(text: &str) -> Result<MultiPolygon<f64>, Wrong> {
    let geometry: Geometry = text.parse().map_err(|error: geojson::Error| Wrong::Fault(error.into()))?;
    MultiPolygon::try_from(&geometry.value).map_err(|error| Wrong::Fault(error.into()))
}
