//! The tables `area` and `gazetteer`: public geography, kept until a steward replaces it.

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
    tx.ring("places");
    Ok(())
}

/// Adds a corner, landmark or nickname; one that is there already stays as it is. Rings the bell.
pub fn put_row(tx: &Tx<'_>, row: &Row) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO gazetteer (kind, name, key, area, lat, lon) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        params![
            row.kind.code(),
            row.name,
            row.key,
            row.area.0,
            row.point.map(|(lat, _)| lat),
            row.point.map(|(_, lon)| lon)
        ],
    )?;
    tx.ring("places");
    Ok(())
}

fn write_shape(shape: &MultiPolygon<f64>) -> String {
    Geometry::new(GeometryValue::from(shape)).to_string()
}

fn read_shape(text: &str) -> Result<MultiPolygon<f64>, Wrong> {
    let geometry: Geometry = text.parse().map_err(|error: geojson::Error| Wrong::Fault(error.into()))?;
    MultiPolygon::try_from(&geometry.value).map_err(|error| Wrong::Fault(error.into()))
}
