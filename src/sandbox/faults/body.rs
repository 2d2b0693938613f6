//! Faults of a body.

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, header};
use serde::Deserialize;

use crate::sandbox::reply::Reply;

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    InvalidJson,
    WrongContentType,
    Huge,
    Gzip,
}

/// Bytes behind a huge body's end.
const PADDING: usize = 16 << 20;

impl Change {
    /// Whether there was a body.
    pub fn apply(self, reply: &mut Reply) -> bool {
        let (head, body) = (reply.response.headers().clone(), reply.response.body().clone());
        if body.is_empty() {
            return false;
        }
        match self {
            Self::InvalidJson => *reply.response.body_mut() = body.slice(..body.len() - 1),
            Self::WrongContentType => {
                let html = HeaderValue::from_static("text/html;charset=UTF-8");
                reply.response.headers_mut().insert(header::CONTENT_TYPE, html);
            }
            Self::Huge => {
                let mut huge = BytesMut::from(body.as_ref());
                huge.resize(body.len() + PADDING, b' ');
                *reply.response.body_mut() = huge.freeze();
            }
            Self::Gzip if head.contains_key(header::CONTENT_ENCODING) => return false,
            Self::Gzip => {
                reply.response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                *reply.response.body_mut() = gzip(&body);
            }
        }
        true
    }
}

/// The gzip format (RFC 1952) around blocks that are stored as they are (RFC 1951 §3.2.4): a receiver that does not
/// unpack it cannot read it all the same.
fn gzip(body: &[u8]) -> Bytes {
    const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let mut packed = HEAD.to_vec();
    let mut blocks = body.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        packed.push(u8::from(blocks.peek().is_none()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
    }
    packed.extend(crc32(body).to_le_bytes());
    // The length modulo 2^32, as the format wants it.
    packed.extend(&u64::try_from(body.len()).unwrap_or_default().to_le_bytes()[..4]);
    packed.into()
}

/// RFC 1952 §8.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
