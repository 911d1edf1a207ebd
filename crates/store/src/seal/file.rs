//! Keys in a file outside the database, for an office without a cryptographic module.

use std::fmt::{self, Write as _};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use sm2::dsa::signature::Signer;
use sm2::dsa::{Signature, SigningKey};
use zeroize::Zeroizing;

use super::cipher::{self, Key, Pair};
use super::keys::KeyProvider;
use crate::error::StoreError;
use crate::time::Entropy;

/// The identity that SM2 signs under when none is agreed (GB/T 35276-2017, 10).
pub(crate) const SIGNER: &str = "1234567812345678";
const TITLE: &str = "leye-keys 1";

/// Keys read from a file.
pub struct FileKeys {
    wrapping: Pair,
    looking_up: Key,
    attesting: Key,
    checking: Key,
    signing: SigningKey,
}

impl fmt::Debug for FileKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("FileKeys(…)")
    }
}

impl FileKeys {
    /// Makes new keys and writes them to a new file that only its owner can read. Refuses to touch a
    /// file that exists: losing keys is losing everything sealed under them.
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Self, StoreError> {
        let mut master = Zeroizing::new([0; cipher::KEY]);
        entropy.fill(master.as_mut_slice());
        let mut scalar = Zeroizing::new([0; cipher::KEY]);
        // All but one in four thousand million are valid.
        let keys = loop {
            entropy.fill(scalar.as_mut_slice());
            if let Some(keys) = Self::of(&master, &scalar) {
                break keys;
            }
        };
        let text = Zeroizing::new(format!(
            "{TITLE}\nmaster {}\nsigning {}\n",
            *write_hex(&master),
            *write_hex(&scalar)
        ));
        let write = || -> std::io::Result<()> {
            let mut file =
                OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        };
        write().map_err(|error| fault(path, &format!("不能写入：{error}")))?;
        Ok(keys)
    }

    /// Reads the keys from their file. Refuses a file that others than its owner can read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut file =
            File::open(path).map_err(|error| fault(path, &format!("不能读取：{error}")))?;
        let mode = file
            .metadata()
            .map_err(|error| fault(path, &format!("不能读取：{error}")))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            let why = format!("权限为 {:03o}，他人可读；应为 600（chmod 600）", mode & 0o777);
            return Err(fault(path, &why));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text)
            .map_err(|error| fault(path, &format!("不能读取：{error}")))?;
        Self::parse(&text).ok_or_else(|| fault(path, "内容不是密钥文件，或已损坏"))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != TITLE {
            return None;
        }
        let master = read_hex(lines.next()?.strip_prefix("master ")?)?;
        let scalar = read_hex(lines.next()?.strip_prefix("signing ")?)?;
        Self::of(&master, &scalar)
    }

    fn of(master: &Key, scalar: &Key) -> Option<Self> {
        Some(Self {
            wrapping: Pair::of(&cipher::derive(master.as_slice(), "wrap")),
            looking_up: cipher::derive(master.as_slice(), "lookup"),
            attesting: cipher::derive(master.as_slice(), "attest"),
            checking: cipher::derive(master.as_slice(), "check"),
            signing: SigningKey::from_slice(SIGNER, scalar.as_slice()).ok()?,
        })
    }
}

impl KeyProvider for FileKeys {
    fn check_value(&self) -> Result<[u8; 32], StoreError> {
        Ok(cipher::code(self.checking.as_slice(), &[b"leye", &self.verifying_key()?]))
    }

    fn wrap(
        &self,
        context: &[u8],
        key: &[u8; 32],
        nonce: &[u8; 16],
    ) -> Result<Vec<u8>, StoreError> {
        struct Once<'a>(&'a [u8; 16]);
        impl Entropy for Once<'_> {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.copy_from_slice(self.0);
            }
        }
        Ok(cipher::seal(&self.wrapping, context, key, &Once(nonce)))
    }

    fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        cipher::open(&self.wrapping, context, wrapped)
            .and_then(|clear| <[u8; 32]>::try_from(clear.as_slice()).ok())
            .map(Zeroizing::new)
            .ok_or_else(|| StoreError::Unsealable { what: "服务对象的密钥".to_owned() })
    }

    fn lookup(&self, field: &str, normalised: &str) -> Result<[u8; 32], StoreError> {
        Ok(cipher::code(self.looking_up.as_slice(), &[field.as_bytes(), normalised.as_bytes()]))
    }

    fn attest(&self, message: &[u8]) -> Result<[u8; 32], StoreError> {
        Ok(cipher::code(self.attesting.as_slice(), &[message]))
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, StoreError> {
        let signature: Signature = self
            .signing
            .try_sign(message)
            .map_err(|error| StoreError::Key { why: format!("不能签名：{error}") })?;
        Ok(signature.to_bytes().to_vec())
    }

    fn verifying_key(&self) -> Result<Vec<u8>, StoreError> {
        Ok(self.signing.verifying_key().to_sec1_bytes().to_vec())
    }
}

fn fault(path: &Path, why: &str) -> StoreError {
    StoreError::Key { why: format!("文件 {} {why}", path.display()) }
}

fn write_hex(bytes: &Key) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(cipher::KEY * 2));
    for byte in bytes.iter() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn read_hex(text: &str) -> Option<Key> {
    let mut bytes = Zeroizing::new([0; cipher::KEY]);
    if text.len() != cipher::KEY * 2 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}
