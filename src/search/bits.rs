//! Writing numbers in as few bits as they need, the highest bit of each byte first.

/// Writes bits behind the bytes that are there.
pub struct BitWriter<'b> {
    bytes: &'b mut Vec<u8>,
    /// Bits that do not fill four bytes yet, in its lowest places.
    pending: u64,
    pending_count: u32,
}

impl BitWriter<'_> {
    pub fn new(bytes: &mut Vec<u8>) -> BitWriter<'_> {
        BitWriter { bytes, pending: 0, pending_count: 0 }
    }

    /// Takes the lowest `count` bits of a number, of which there are 32 at most.
    #[inline]
    pub fn bits(&mut self, number: u32, count: u32) {
        self.pending = self.pending << count | (u64::from(number) & ((1 << count) - 1));
        self.pending_count += count;
        if self.pending_count >= 32 {
            self.pending_count -= 32;
            self.bytes.extend_from_slice(&((self.pending >> self.pending_count) as u32).to_be_bytes());
        }
    }

    /// Takes two numbers, one behind the other: in one step where both fit into it.
    fn pair(&mut self, (first, first_count): (u32, u32), (second, second_count): (u32, u32)) {
        let count = first_count + second_count;
        if count <= u32::BITS && second_count < u32::BITS {
            self.bits(first << second_count | second & ((1 << second_count) - 1), count);
        } else {
            self.bits(first, first_count);
            self.bits(second, second_count);
        }
    }

    /// Rice's code: the quotient by 2^`parameter` as so many ones and a zero, then the remainder.
    pub fn rice(&mut self, number: u32, parameter: u32) {
        let mut ones = number >> parameter;
        while ones >= 16 {
            self.bits(0xFFFF, 16);
            ones -= 16;
        }
        self.pair(((1 << (ones + 1)) - 2, ones + 1), (number, parameter));
    }

    /// Elias' gamma code of a number from 1 on: a zero for each bit after the first, then its bits.
    pub fn gamma(&mut self, number: u32) {
        let bits = u32::BITS - number.leading_zeros();
        self.pair((0, bits - 1), (number, bits));
    }

    /// Fills up the last byte with zeros.
    pub fn finish(mut self) {
        self.bits(0, (8 - self.pending_count % 8) % 8);
        let rest = (self.pending << (u64::BITS - self.pending_count.max(1))).to_be_bytes();
        self.bytes.extend_from_slice(&rest[..self.pending_count as usize / 8]);
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
        let mut bytes = Vec::new();
        let mut writer = BitWriter::new(&mut bytes);
        write(&mut writer);
        writer.finish();
        bytes.iter().map(|byte| format!("{byte:08b}")).collect()
    }

    #[test]
    fn codes_are_those_of_the_textbook() {
        assert_eq!(bits(|writer| (1..=4).for_each(|number| writer.gamma(number))), "1010011001000000");
        assert_eq!(bits(|writer| writer.rice(9, 2)), "11001000");
        assert_eq!(bits(|writer| writer.rice(3, 0)), "11100000");
        assert_eq!(bits(|writer| writer.bits(0b1_0000_0001, 9)), "1000000010000000");
    }

    #[test]
    fn bits_stand_behind_each_other_wherever_bytes_end() {
        for count in 1..=32 {
            let mut bytes = vec![7];
            let mut writer = BitWriter::new(&mut bytes);
            for number in 0..40_u32 {
                writer.bits(number.wrapping_mul(0x9E37_79B9), count);
            }
            writer.finish();
            assert_eq!(bytes.len(), 1 + (40 * count as usize).div_ceil(8));
            let mask = u32::MAX >> (32 - count);
            let number_at = |number: u32| {
                let places = 8 + number * count..8 + (number + 1) * count;
                let bit = |place: u32| u32::from(bytes[place as usize / 8] >> (7 - place % 8) & 1);
                places.fold(0, |read, place| read << 1 | bit(place))
            };
            for number in 0..40_u32 {
                assert_eq!(number_at(number), number.wrapping_mul(0x9E37_79B9) & mask, "{count} bits");
            }
        }
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
