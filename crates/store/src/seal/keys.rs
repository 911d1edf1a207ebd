//! What the store asks of whoever holds the keys: a file, or a certified module behind an adapter.

use zeroize::Zeroizing;

use crate::db::Db;
use crate::error::StoreError;
use crate::value::ToValue;

crate::statements! {
    pub(crate) group "key";
    /// The check value of the keys that this database belongs to.
    FIND = "SELECT content FROM setting WHERE name = $1";
    /// Written once, when the database first meets its keys.
    PUT = "INSERT INTO setting (name, content) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
}

const CHECK_VALUE: &str = "key_check_value";

/// Holds the keys that do not lie in the database. Calls must not wait for long: they are made within
/// transactions.
pub trait KeyProvider: Send + Sync {
    /// A value that tells these keys from others and gives nothing away.
    fn check_value(&self) -> Result<[u8; 32], StoreError>;

    /// Wraps a key for storage; `context` says whose it is.
    fn wrap(&self, context: &[u8], key: &[u8; 32], nonce: &[u8; 16])
    -> Result<Vec<u8>, StoreError>;

    /// Unwraps a stored key.
    fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError>;

    /// A keyed digest by which a sealed value can be found again; `field` keeps values of different
    /// kinds apart. The caller has normalised the value.
    fn lookup(&self, field: &str, normalised: &str) -> Result<[u8; 32], StoreError>;

    /// A keyed digest that only the holder of the keys can make, over what the ledger must not lose.
    fn attest(&self, message: &[u8]) -> Result<[u8; 32], StoreError>;

    /// Signs a root of the ledger (SM2, 64 bytes r and s).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// The public key that belongs to [`sign`](Self::sign), as an uncompressed point of 65 bytes.
    fn verifying_key(&self) -> Result<Vec<u8>, StoreError>;
}

/// Makes sure that a database and these keys belong together: remembers them at the first meeting,
/// refuses others afterwards. To be called before anything is sealed or opened.
pub async fn admit(db: &Db, keys: &dyn KeyProvider) -> Result<(), StoreError> {
    let check_value = keys.check_value()?;
    let known: (Vec<u8>,) = db
        .write::<_, _, StoreError>(async move |tx| {
            let values: [&dyn ToValue; 2] = [&CHECK_VALUE, &check_value];
            tx.execute(PUT, &values).await?;
            tx.one(FIND, &[&CHECK_VALUE]).await
        })
        .await?;
    if known.0 == check_value {
        return Ok(());
    }
    Err(StoreError::Key {
        why: "密钥文件不是本数据库的。用错的密钥启动会写入无法解开的数据，故拒绝启动；请换回原来的密钥文件"
            .to_owned(),
    })
}
