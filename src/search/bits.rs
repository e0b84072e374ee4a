//! Writing numbers in as few bits as they need, the highest bit of each byte first.

#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that do not fill a byte yet, in its lowest places.
    pending: u64,
    pending_count: u32,
}

impl BitWriter {
    /// Writes the lowest `count` bits of a number.
    pub fn bits(&mut self, number: u32, count: u32) {
        self.pending = self.pending << count | (u64::from(number) & ((1 << count) - 1));
        self.pending_count += count;
        while self.pending_count >= 8 {
            self.pending_count -= 8;
            self.bytes.push((self.pending >> self.pending_count) as u8);
        }
    }

    /// Rice's code: the quotient by 2^`parameter` as so many ones and a zero, then the remainder.
    pub fn rice(&mut self, number: u32, parameter: u32) {
        let mut ones = number >> parameter;
        while ones >= 16 {
            self.bits(0xFFFF, 16);
            ones -= 16;
        }
        self.bits((1 << (ones + 1)) - 2, ones + 1);
        self.bits(number, parameter);
    }

    /// Elias' gamma code of a number from 1 on: a zero for each bit after the first, then its bits.
    pub fn gamma(&mut self, number: u32) {
        let bits = u32::BITS - number.leading_zeros();
        self.bits(0, bits - 1);
        self.bits(number, bits);
    }

    /// The bytes; the last one is filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        self.bits(0, (8 - self.pending_count) % 8);
        self.bytes
    }
}

/// Appends a number in groups of seven bits, lowest first, each but the last with its highest bit set.
pub fn varint(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The parameter of Rice's code that suits numbers of this sum and count.
pub fn rice_parameter(sum: u64, count: u64) -> u32 {
    // Golomb's rule for a geometric distribution: the mean times ln 2.
    let mean = sum * 69 / (100 * count.max(1));
    mean.max(1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(write: impl Fn(&mut BitWriter)) -> String {
        let mut writer = BitWriter::default();
        write(&mut writer);
        writer.finish().iter().map(|byte| format!("{byte:08b}")).collect()
    }

    #[test]
    fn codes_are_those_of_the_textbook() {
        assert_eq!(bits(|writer| (1..=4).for_each(|number| writer.gamma(number))), "1010011001000000");
        assert_eq!(bits(|writer| writer.rice(9, 2)), "11001000");
        assert_eq!(bits(|writer| writer.rice(3, 0)), "11100000");
        assert_eq!(bits(|writer| writer.bits(0b1_0000_0001, 9)), "1000000010000000");
    }

    #[test]
    fn small_numbers_take_a_byte() {
        let bytes = |number| {
            let mut bytes = Vec::new();
            varint(number, &mut bytes);
            bytes
        };
        assert_eq!(bytes(127), [127]);
        assert_eq!(bytes(128), [128, 1]);
        assert_eq!(bytes(u32::MAX), [255, 255, 255, 255, 15]);
    }

    #[test]
    fn the_parameter_follows_the_mean() {
        assert_eq!((rice_parameter(0, 1), rice_parameter(100, 10), rice_parameter(60_000, 1)), (0, 2, 15));
    }
}
