//! The translation of values between ours and PostgreSQL's binary form.

use std::error::Error;

use kernel::Day;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::value::Value;

/// PostgreSQL counts days from 2000-01-01.
const FIRST_DAY: i32 = 10_957;

type Fault = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        match (self, kind) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Integer(number), &Type::INT8) => out.extend_from_slice(&number.to_be_bytes()),
            (Self::Integer(number), &Type::INT4) => {
                out.extend_from_slice(&i32::try_from(*number)?.to_be_bytes());
            }
            (Self::Boolean(truth), &Type::BOOL) => out.extend_from_slice(&[u8::from(*truth)]),
            (Self::Text(text), &Type::TEXT | &Type::VARCHAR | &Type::NAME) => {
                out.extend_from_slice(text.as_bytes());
            }
            (Self::Bytes(bytes), &Type::BYTEA) => out.extend_from_slice(bytes),
            (Self::Id(id), &Type::UUID | &Type::BYTEA) => out.extend_from_slice(id),
            (Self::Day(day), &Type::DATE) => {
                out.extend_from_slice(&(day.number() - FIRST_DAY).to_be_bytes());
            }
            (value, kind) => return Err(format!("参数 {value:?} 不能写入类型 {kind}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(match *kind {
            Type::INT8 => Self::Integer(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Self::Integer(i64::from(i32::from_be_bytes(raw.try_into()?))),
            Type::BOOL => Self::Boolean(raw != [0]),
            Type::TEXT | Type::VARCHAR | Type::NAME => {
                Self::Text(std::str::from_utf8(raw)?.to_owned())
            }
            Type::BYTEA => Self::Bytes(raw.to_vec()),
            Type::UUID => Self::Id(raw.try_into()?),
            Type::DATE => {
                let number = i32::from_be_bytes(raw.try_into()?).saturating_add(FIRST_DAY);
                let day = Day::from_number(number);
                if day.number() != number {
                    return Err(format!("日期超出 0001 至 9999 年：第 {number} 日").into());
                }
                Self::Day(day)
            }
            _ => return Err(format!("不认识的类型 {kind}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
