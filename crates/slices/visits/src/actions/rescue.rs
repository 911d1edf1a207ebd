//! The second key to what lies on a device.

use desk::Desk;
use store::{ActorId, StoreError};

/// Gives the key with which a member of staff, once signed in, opens what they locked on a device with a
/// passcode that they forgot: 64 hexadecimal digits, the same each time, never stored anywhere. Without it a
/// forgotten passcode would lose what was recorded.
pub(crate) fn rescue_key(desk: &Desk, staff: ActorId, vault: &str) -> Result<String, StoreError> {
    let digest = desk.sealing.keys.lookup("visits.rescue", &format!("{staff} {vault}"))?;
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect())
}
