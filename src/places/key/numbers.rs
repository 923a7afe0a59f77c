//! Numbers as words and ranks, in Spanish and English. Written without accents.

/// What follows the digits of a rank in either language: 7th, 7a, 7ma, 8va, 1ra, 35ava.
pub const RANKS: [&str; 26] = [
    "st", "nd", "rd", "th", "ra", "er", "era", "ero", "ro", "da", "do", "ta", "to", "ma", "mo", "va", "vo", "na", "no",
    "a", "o", "ava", "avo", "tima", "timo", "tava",
];

/// Tens in English, with which "thirty fifth" begins.
pub fn tens(word: &str) -> Option<u32> {
    let words = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    words.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok()).map(|at| (at + 2) * 10)
}

/// The rank from first to ninth that ends a compound.
pub fn unit(word: &str) -> Option<u32> {
    ordinal(word).filter(|number| *number < 10)
}

/// Ranks as words, and Spanish numbers, with which streets are called too ("la siete").
pub fn ordinal(word: &str) -> Option<u32> {
    const ENGLISH: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    const SPANISH: [[&str; 4]; 12] = [
        ["primera", "primero", "primer", "uno"],
        ["segunda", "segundo", "segun", "dos"],
        ["tercera", "tercero", "tercer", "tres"],
        ["cuarta", "cuarta", "cuarta", "cuatro"],
        ["quinta", "quinto", "quinta", "cinco"],
        ["sexta", "sexto", "sexta", "seis"],
        ["septima", "septimo", "setima", "siete"],
        ["octava", "octavo", "octava", "ocho"],
        ["novena", "noveno", "novena", "nueve"],
        ["decima", "decimo", "decima", "diez"],
        ["undecima", "undecimo", "onceava", "once"],
        ["duodecima", "duodecimo", "doceava", "doce"],
    ];
    const ROUND: [(&str, u32); 8] = [
        ("thirtieth", 30),
        ("fortieth", 40),
        ("fiftieth", 50),
        ("sixtieth", 60),
        ("seventieth", 70),
        ("eightieth", 80),
        ("ninetieth", 90),
        ("veinte", 20),
    ];
    let english = ENGLISH.iter().position(|known| *known == word);
    let spanish = || SPANISH.iter().position(|known| known.contains(&word));
    english
        .or_else(spanish)
        .and_then(|at| u32::try_from(at + 1).ok())
        .or_else(|| ROUND.iter().find(|(known, _)| *known == word).map(|(_, number)| *number))
}
