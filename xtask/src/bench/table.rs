//! The generated table that we and the peers read: seven columns, three of
//! them to be checked, the same bytes on every machine.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// One row in so many has a bad resident number, date or phone number, so
/// that a checker that checks nothing is found out.
const BAD_ROW_EVERY: u64 = 1_000;

/// Weights and check characters of GB 11643.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// Divisions that exist in every edition of GB/T 2260.
const REGIONS: [u32; 6] = [110_101, 310_101, 330_106, 440_305, 510_104, 610_113];

// Han: the generated people have Chinese names, as the real tables do.
const FAMILY_NAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵"];
const GIVEN_NAMES: [&str; 8] = ["伟", "芳", "秀英", "敏", "静", "建国", "丽", "强"];

/// Writes the table with `rows` rows to `file`, whole or not at all.
pub fn write(file: &Path, rows: u64) -> io::Result<()> {
    let half_done = file.with_extension("part");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&half_done)?);
    write_rows(&mut out, rows)?;
    out.into_inner()?.sync_all()?;
    std::fs::rename(half_done, file)
}

fn write_rows(out: &mut impl Write, rows: u64) -> io::Result<()> {
    writeln!(out, "id,name,resident_number,region,registered_on,mobile,amount")?;
    let mut dice = Dice(0x5a17_2c4d_9e3b_6f01);
    for id in 1..=rows {
        let region = *dice.pick(&REGIONS);
        let (year, month, day) = (dice.below(56) + 1950, dice.below(12) + 1, dice.below(28) + 1);
        let stem = format!("{region:06}{year:04}{month:02}{day:02}{:03}", dice.below(1000));
        let mut check = check_character(&stem);
        let mut month = dice.below(12) + 1;
        let mut first = '1';
        if id % BAD_ROW_EVERY == 0 {
            match id / BAD_ROW_EVERY % 3 {
                0 => check = if check == '0' { '1' } else { '0' },
                1 => month += 12,
                _ => first = '9',
            }
        }
        writeln!(
            out,
            "{id},{}{},{stem}{check},{region:06},20{:02}-{month:02}-{:02},{first}3{:09},{}.{:02}",
            dice.pick(&FAMILY_NAMES),
            dice.pick(&GIVEN_NAMES),
            dice.below(16) + 10,
            dice.below(28) + 1,
            dice.below(1_000_000_000),
            dice.below(100_000),
            dice.below(100),
        )?;
    }
    Ok(())
}

fn check_character(stem: &str) -> char {
    let sum: u32 = stem.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    char::from(CHECKS[sum as usize % CHECKS.len()])
}

/// Marsaglia's xorshift64: the same numbers on every machine, and fast.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The remainder is below `bound`, so it fits.
        u32::try_from((self.0 >> 32) % u64::from(bound)).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let bound = u32::try_from(from.len()).unwrap_or(u32::MAX);
        &from[self.below(bound) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: u64) -> String {
        let mut out = Vec::new();
        write_rows(&mut out, rows).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_table_is_the_same_each_time() {
        assert_eq!(table(100), table(100));
    }

    #[test]
    fn one_row_in_a_thousand_is_bad() {
        let table = table(3_000);
        let bad: Vec<&str> = table
            .lines()
            .skip(1)
            .filter(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                let (stem, check) = cells[2].split_at(17);
                let month: u32 = cells[4][5..7].parse().unwrap();
                check != check_character(stem).to_string()
                    || month > 12
                    || !cells[5].starts_with('1')
            })
            .collect();
        assert_eq!(bad.len(), 3);
    }

    #[test]
    fn the_check_character_is_the_standards() {
        assert_eq!(check_character("11010519491231002"), 'X');
    }
}
