//! An offset from UTC in the compiled form of a card: its seconds.

use chrono::FixedOffset;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Writes the seconds.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
pub fn serialize<S: Serializer>(offset: &FixedOffset, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_i32(offset.local_minus_utc())
}

/// Reads them.
pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<FixedOffset, D::Error> {
    let seconds = i32::deserialize(from)?;
    FixedOffset::east_opt(seconds).ok_or_else(|| D::Error::custom("no offset"))
}
