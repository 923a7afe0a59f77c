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
    pub fn code(self) -> &'static str {
        STREET_KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| code)
    }

    /// The type with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        STREET_KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }
}

/// A word that says that a street is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreetWord {
    /// "Calle", "street": any street.
    Plain,
    /// "Avenida", "boulevard": a street of this type.
    Of(StreetKind),
}

impl StreetWord {
    /// What a word at the end of a street's name says; `None` when it is part of the name.
    pub fn after(word: &str) -> Option<Self> {
        if STREET_WORDS.contains(&word) {
            return Some(StreetWord::Plain);
        }
        STREET_KINDS.iter().find(|(_, _, words)| words.contains(&word)).map(|(kind, ..)| StreetWord::Of(*kind))
    }

    /// The same at the start of a name, where Spanish puts it. Only few words stand there: a "court" in front is a
    /// court house, "st" a saint.
    pub fn before(word: &str) -> Option<Self> {
        match word {
            "calle" | "street" => Some(StreetWord::Plain),
            "bl" | "avenu" => None,
            _ => StreetWord::after(word)
                .filter(|said| matches!(said, StreetWord::Of(Avenue | Boulevard | Highway | Freeway))),
        }
    }

    /// The type, where one was said.
    pub fn kind(self) -> Option<StreetKind> {
        match self {
            StreetWord::Plain => None,
            StreetWord::Of(kind) => Some(kind),
        }
    }
}

/// Words that may stand between the two streets of a corner.
pub const JOINERS: [&str; 15] =
    ["&", "and", "y", "e", "con", "at", "x", "n", "esq", "esquina", "corner", "cruce", "cross", "entre", "with"];

/// What people put before a place. The longest that fits is dropped.
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

/// Whether a word speaks of somebody's home or lodging: with it, only the area is ever published.
pub fn is_private(word: &str) -> bool {
    LODGINGS.contains(&word) || HOMES.contains(&word)
}

/// Words that make a home or a lodging of whatever has them in its name.
pub const LODGINGS: [&str; 29] = [
    "residencial",
    "apartamento",
    "apartamentos",
    "departamentos",
    "apartment",
    "apartments",
    "condo",
    "condos",
    "condominio",
    "condominios",
    "duplex",
    "traila",
    "trailas",
    "trailer",
    "trailers",
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
    "inn",
];

/// Words that speak of a home, and stand in names of other things as well: "Casa de Salud", "Departamento de Policía", "Aptos".
const HOMES: [&str; 22] = [
    "casa",
    "casas",
    "casita",
    "hogar",
    "domicilio",
    "vivienda",
    "residencia",
    "departamento",
    "depa",
    "depas",
    "depto",
    "apto",
    "aptos",
    "apt",
    "apts",
    "house",
    "houses",
    "home",
    "homes",
    "cuarto",
    "recamara",
    "#",
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
