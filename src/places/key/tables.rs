//! The words that Cuadra knows about streets and places, in Spanish and English. Written without accents.

/// Types of street that tell two streets of one name apart. Plain "street" and "calle" are no type: in Spanish any
/// street may be called "calle".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StreetKind {
    /// Avenue, avenida.
    Avenue,
    /// Boulevard, bulevar.
    Boulevard,
    /// Circle.
    Circle,
    /// Court.
    Court,
    /// Drive.
    Drive,
    /// Freeway.
    Freeway,
    /// Highway, carretera.
    Highway,
    /// Lane.
    Lane,
    /// Parkway.
    Parkway,
    /// Place.
    Place,
    /// Road.
    Road,
    /// Terrace.
    Terrace,
    /// Way.
    Way,
}

use StreetKind::{Avenue, Boulevard, Circle, Court, Drive, Freeway, Highway, Lane, Parkway, Place, Road, Terrace, Way};

/// Each type with its code in keys and the words for it.
const STREET_KINDS: [(StreetKind, &str, &[&str]); 13] = [
    (Avenue, "ave", &["ave", "av", "avenue", "avenida", "avda", "avd", "avenu"]),
    (Boulevard, "blvd", &["blvd", "bl", "blv", "boulevard", "bulevar", "bulevard", "boulevar", "bulebar"]),
    (Circle, "cir", &["cir", "circle"]),
    (Court, "ct", &["ct", "court"]),
    (Drive, "dr", &["dr", "drive"]),
    (Freeway, "fwy", &["fwy", "freeway", "autopista"]),
    (Highway, "hwy", &["hwy", "highway", "carretera"]),
    (Lane, "ln", &["ln", "lane"]),
    (Parkway, "pkwy", &["pkwy", "parkway"]),
    (Place, "pl", &["pl", "place"]),
    (Road, "rd", &["rd", "road"]),
    (Terrace, "ter", &["ter", "terrace"]),
    (Way, "way", &["way", "wy"]),
];

/// Words for a plain street.
const STREET_WORDS: [&str; 4] = ["st", "street", "str", "calle"];

impl StreetKind {
    /// Its code in keys.
    pub const fn code(self) -> &'static str {
        let mut at = 0;
        while at < STREET_KINDS.len() {
            if STREET_KINDS[at].0 as u8 == self as u8 {
                return STREET_KINDS[at].1;
            }
            at += 1;
        }
        ""
    }

    /// The type with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        STREET_KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }

    /// What a word at the end of a street's name says: `Some(None)` for a plain street, `None` when it is no type.
    pub fn after(word: &str) -> Option<Option<Self>> {
        if STREET_WORDS.contains(&word) {
            return Some(None);
        }
        STREET_KINDS.iter().find(|(_, _, words)| words.contains(&word)).map(|(kind, ..)| Some(*kind))
    }

    /// The same at the start of a name, where Spanish puts it. Only few words stand there: a "court" in front is a
    /// court house, "st" a saint.
    pub fn before(word: &str) -> Option<Option<Self>> {
        match word {
            "calle" | "street" => Some(None),
            _ => StreetKind::after(word).filter(|kind| {
                matches!(kind, Some(Avenue | Boulevard | Highway | Freeway)) && !matches!(word, "bl" | "avenu")
            }),
        }
    }
}

/// Words that may stand between the two streets of a corner.
pub const JOINERS: [&str; 15] =
    ["&", "and", "y", "e", "con", "at", "x", "n", "esq", "esquina", "corner", "cruce", "cross", "entre", "with"];

/// What people put before a place; longest first. Said and dropped.
pub const LEADS: [&[&str]; 59] = [
    &["a", "la", "altura", "de"],
    &["en", "la", "esquina", "de"],
    &["at", "the", "corner", "of"],
    &["on", "the", "corner", "of"],
    &["a", "un", "lado", "de"],
    &["al", "lado", "de"],
    &["al", "lado", "del"],
    &["in", "front", "of"],
    &["a", "lado", "de"],
    &["la", "esquina", "de"],
    &["the", "corner", "of"],
    &["esquina", "de"],
    &["esquina", "con"],
    &["esquina"],
    &["corner", "of"],
    &["corner"],
    &["el", "cruce", "de"],
    &["cruce", "de"],
    &["intersection", "of"],
    &["cerca", "del"],
    &["cerca", "de"],
    &["cerquita", "de"],
    &["frente", "al"],
    &["frente", "a"],
    &["en", "frente", "de"],
    &["enfrente", "de"],
    &["enfrente", "del"],
    &["afuera", "de"],
    &["afuera", "del"],
    &["fuera", "de"],
    &["junto", "a"],
    &["junto", "al"],
    &["atras", "de"],
    &["detras", "de"],
    &["por", "el", "rumbo", "de"],
    &["rumbo", "a"],
    &["next", "to"],
    &["across", "from"],
    &["close", "to"],
    &["right", "by"],
    &["by", "the"],
    &["near", "the"],
    &["outside"],
    &["outside", "of"],
    &["behind"],
    &["around"],
    &["near"],
    &["by"],
    &["at"],
    &["on"],
    &["in"],
    &["en"],
    &["por"],
    &["sobre"],
    &["aqui"],
    &["hay", "migra"],
    &["ice"],
    &["zona", "de"],
    &["barrio", "de"],
];

/// Directions: each with its abbreviation and its Spanish word.
pub const DIRECTIONS: [(&str, [&str; 3]); 4] = [
    ("north", ["n", "north", "norte"]),
    ("south", ["s", "south", "sur"]),
    ("east", ["e", "east", "este"]),
    ("west", ["w", "west", "oeste"]),
];

/// Small words that tell no name apart.
pub const STOPS: [&str; 17] =
    ["de", "del", "la", "el", "los", "las", "the", "of", "at", "and", "y", "e", "en", "in", "para", "for", "al"];

/// The state, after a place's name.
pub const STATES: [&str; 5] = ["ca", "calif", "california", "usa", "eeuu"];

/// What people add after a place that is no place.
pub const ASIDES: [&str; 44] = [
    "ahora",
    "ahorita",
    "ya",
    "rapido",
    "urgente",
    "urgent",
    "please",
    "now",
    "right",
    "help",
    "ayuda",
    "por",
    "favor",
    "gracias",
    "thanks",
    "hurry",
    "migra",
    "ice",
    "hay",
    "there",
    "camioneta",
    "camionetas",
    "carro",
    "carros",
    "van",
    "vans",
    "car",
    "cars",
    "truck",
    "trucks",
    "troca",
    "trocas",
    "agent",
    "agents",
    "agente",
    "agentes",
    "policia",
    "police",
    "blanca",
    "white",
    "negra",
    "black",
    "cuidado",
    "careful",
];

/// Classes of landmarks, each with its words in both languages.
pub const CLASSES: [(&str, &[&str]); 19] = [
    ("school", &["school", "escuela", "colegio", "schools", "escuelita"]),
    ("high", &["high", "hs", "prepa", "preparatoria", "highschool"]),
    ("elementary", &["elementary", "primaria", "elem"]),
    ("middle", &["middle", "secundaria", "ms"]),
    ("market", &["market", "mercado", "supermarket", "supermercado", "mercadito", "tienda", "grocery", "marketa"]),
    ("clinic", &["clinic", "clinica"]),
    ("hospital", &["hospital"]),
    ("park", &["park", "parque"]),
    ("station", &["station", "estacion", "metro", "stop", "parada"]),
    ("library", &["library", "biblioteca"]),
    ("church", &["church", "iglesia", "parroquia", "templo", "chapel", "capilla"]),
    ("courthouse", &["courthouse", "corte", "tribunal", "juzgado"]),
    ("carwash", &["carwash", "autolavado", "lavacoches", "lavacarros"]),
    ("hardware", &["hardware", "ferreteria"]),
    ("lot", &["lot", "estacionamiento", "parking", "parqueadero"]),
    ("center", &["center", "centre", "centro", "ctr"]),
    ("plaza", &["plaza", "square"]),
    ("store", &["store", "shop", "negocio"]),
    ("university", &["university", "universidad", "univ", "college"]),
];

/// Words that speak of somebody's home or lodging: with them, only the area is ever published.
pub const PRIVATE: [&str; 50] = [
    "casa",
    "casas",
    "casita",
    "hogar",
    "domicilio",
    "vivienda",
    "residencia",
    "residencial",
    "apartamento",
    "apartamentos",
    "departamento",
    "departamentos",
    "depa",
    "depas",
    "depto",
    "apto",
    "aptos",
    "apt",
    "apts",
    "apartment",
    "apartments",
    "condo",
    "condos",
    "condominio",
    "condominios",
    "house",
    "home",
    "houses",
    "homes",
    "duplex",
    "traila",
    "trailas",
    "trailer",
    "trailers",
    "cuarto",
    "recamara",
    "hotel",
    "hoteles",
    "hotels",
    "motel",
    "moteles",
    "motels",
    "hostal",
    "hostel",
    "airbnb",
    "posada",
    "albergue",
    "shelter",
    "vecindad",
    "#",
];

/// What follows the digits of a rank in either language: 7th, 7a, 7ma, 8va, 1ra, 35ava.
pub const RANKS: [&str; 26] = [
    "st", "nd", "rd", "th", "ra", "er", "era", "ero", "ro", "da", "do", "ta", "to", "ma", "mo", "va", "vo", "na", "no",
    "a", "o", "ava", "avo", "tima", "timo", "tava",
];

/// Two words that are one.
pub fn two_words(first: &str, second: &str) -> Option<&'static str> {
    Some(match (first, second) {
        ("car", "wash") | ("auto", "lavado") | ("lava", "carros" | "coches" | "autos") => "carwash",
        // A shop, and not anybody's home.
        ("home", "depot") => "homedepot",
        ("home", "improvement") => "homeimprovement",
        ("high", "school") => "high",
        ("k", "town") => "ktown",
        _ => return None,
    })
}

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

/// The long form of an abbreviation; the word itself when it is none.
pub fn long_form(word: &str) -> &str {
    match word {
        "hts" | "hgts" | "hghts" => "heights",
        "pk" | "prk" => "park",
        "sta" => "santa",
        "sto" => "santo",
        "mt" => "mount",
        "ft" => "fort",
        "cyn" => "canyon",
        "bch" => "beach",
        "vly" => "valley",
        "hls" => "hills",
        "gdns" => "gardens",
        "spgs" => "springs",
        "vlg" => "village",
        "mlk" => "martin luther king",
        other => other,
    }
}
