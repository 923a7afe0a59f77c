//! Values in and out: the few types a column may have, whichever engine holds it.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, ToSql};

use crate::ground::{Id, Moment, Wrong};

/// One parameter on its way into a statement.
#[derive(Debug)]
pub enum Param<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Param::Null => ToSqlOutput::Owned(Value::Null),
            Param::Int(int) => ToSqlOutput::Owned(Value::Integer(*int)),
            Param::Real(real) => ToSqlOutput::Owned(Value::Real(*real)),
            Param::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Param::Blob(blob) => ToSqlOutput::Borrowed(ValueRef::Blob(blob)),
        })
    }
}

/// What may be bound to `$n`.
pub trait ToParam {
    /// This value as a parameter.
    fn to_param(&self) -> Param<'_>;
}

/// What may be read from a column.
pub trait Column: Sized {
    /// Reads the column; a wrong type is a fault, never a guess.
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong>;
}

fn unexpected<T>(wanted: &str, value: ValueRef<'_>) -> Result<T, Wrong> {
    Err(Wrong::Fault(anyhow::anyhow!("a column holds {} where {wanted} was wanted", value.data_type())))
}

macro_rules! integers {
    ($($int:ty),+) => { $(
        impl ToParam for $int {
            fn to_param(&self) -> Param<'_> { Param::Int(i64::from(*self)) }
        }
        impl Column for $int {
            fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
                match value {
                    ValueRef::Integer(int) => <$int>::try_from(int).map_err(|error| Wrong::Fault(error.into())),
                    other => unexpected("an integer", other),
                }
            }
        }
    )+ };
}
integers!(i64, i32, u32, u16, u8);

impl ToParam for bool {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}
impl Column for bool {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        i64::from_column(value).map(|int| int != 0)
    }
}
impl ToParam for f64 {
    fn to_param(&self) -> Param<'_> {
        Param::Real(*self)
    }
}
impl Column for f64 {
    #[expect(clippy::cast_precision_loss, reason = "an integer in a real column was written by us and is small")]
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        match value {
            ValueRef::Real(real) => Ok(real),
            ValueRef::Integer(int) => Ok(int as f64),
            other => unexpected("a number", other),
        }
    }
}
impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}
impl ToParam for &str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}
impl ToParam for String {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}
impl Column for String {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        match value {
            ValueRef::Text(text) => {
                String::from_utf8(text.to_vec()).map_err(|error| Wrong::Fault(anyhow::Error::from(error)))
            }
            other => unexpected("text", other),
        }
    }
}
impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(self)
    }
}
impl ToParam for &[u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(self)
    }
}
impl ToParam for Vec<u8> {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(self)
    }
}
impl Column for Vec<u8> {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        match value {
            ValueRef::Blob(blob) => Ok(blob.to_vec()),
            other => unexpected("bytes", other),
        }
    }
}
impl<const N: usize> ToParam for [u8; N] {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(self)
    }
}
impl<const N: usize> Column for [u8; N] {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        match value {
            ValueRef::Blob(blob) => blob.try_into().map_err(|error| Wrong::Fault(anyhow::Error::from(error))),
            other => unexpected("bytes", other),
        }
    }
}
impl ToParam for Moment {
    fn to_param(&self) -> Param<'_> {
        Param::Int(self.micros())
    }
}
impl Column for Moment {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        i64::from_column(value).map(Moment::from_micros)
    }
}
impl<T> ToParam for Id<T> {
    fn to_param(&self) -> Param<'_> {
        Param::Blob(self.as_slice())
    }
}
impl<T> Column for Id<T> {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        <[u8; 16]>::from_column(value).map(Id::from_bytes)
    }
}
impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, ToParam::to_param)
    }
}
impl<T: Column> Column for Option<T> {
    fn from_column(value: ValueRef<'_>) -> Result<Self, Wrong> {
        match value {
            ValueRef::Null => Ok(None),
            other => T::from_column(other).map(Some),
        }
    }
}

/// One row of an answer.
pub struct Row<'r>(&'r rusqlite::Row<'r>);

impl<'r> Row<'r> {
    pub(super) const fn new(row: &'r rusqlite::Row<'r>) -> Self {
        Row(row)
    }

    /// The column at this place, counted from 0.
    pub fn get<T: Column>(&self, at: usize) -> Result<T, Wrong> {
        T::from_column(self.0.get_ref(at)?)
    }

    /// A code column read back into its enum by `from_code`; an unknown code is a fault.
    pub fn code<T>(&self, at: usize, from_code: fn(&str) -> Option<T>) -> Result<T, Wrong> {
        let code: String = self.get(at)?;
        from_code(&code).ok_or_else(|| Wrong::Fault(anyhow::anyhow!("a column holds an unknown code")))
    }
}

/// Names of parameters, by place. SQLite numbers `$n` by first appearance, so they are bound by name.
const NAMES: [&str; 40] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17",
    "$18", "$19", "$20", "$21", "$22", "$23", "$24", "$25", "$26", "$27", "$28", "$29", "$30", "$31", "$32", "$33",
    "$34", "$35", "$36", "$37", "$38", "$39", "$40",
];

/// Binds `params` to `$1…$n`.
///
/// # Errors
/// A fault where the statement and the list disagree on how many there are.
pub(super) fn bind(statement: &mut CachedStatement<'_>, params: &[&dyn ToParam]) -> Result<(), Wrong> {
    if statement.parameter_count() != params.len() {
        return Err(Wrong::Fault(anyhow::anyhow!(
            "a statement takes {} parameters and was given {}",
            statement.parameter_count(),
            params.len()
        )));
    }
    for (name, param) in NAMES.iter().zip(params) {
        statement.raw_bind_parameter(*name, param.to_param())?;
    }
    Ok(())
}
