//! What Puerto Tecolote is made of. All of it invented.

use crate::places::LandmarkKind::{
    self, CarWash, Church, Clinic, Courthouse, HardwareStore, Library, Lodging, Market, Other, Park, School, Station,
    Workplace,
};

/// Regions from south to north, each with its neighbourhoods from west to east.
pub const REGIONS: [(&str, [&str; 5]); 4] = [
    ("The Harbor", ["Punta Ballena", "Pelican Point", "Muelle Viejo", "Saltworks", "La Marisma"]),
    ("Southside", ["La Higuera", "Brickyard", "Campo Luna", "Tin Town", "Sycamore Flats"]),
    ("Midtown", ["Old Depot", "Plaza Vieja", "Lantern District", "East Garden", "El Molino"]),
    ("Las Lomas", ["Loma Clara", "Owl Canyon", "Los Nopales", "Highgate Heights", "Piedra Azul"]),
];

/// Postal codes of a range (002) that has never been given out.
pub const ZIPS: [&str; 8] = ["00201", "00202", "00203", "00204", "00205", "00206", "00207", "00208"];

/// Streets that run from west to east, from north to south.
pub const STREETS_EAST: [&str; 13] = [
    "Mission Bell Road",
    "1st Street",
    "2nd Street",
    "3rd Street",
    "Jacaranda Boulevard",
    "4th Street",
    "5th Street",
    "Avenida del Sol",
    "6th Street",
    "7th Street",
    "Cannery Road",
    "8th Street",
    "Harbor Boulevard",
];

/// Streets that run from south to north, from west to east.
pub const STREETS_NORTH: [&str; 12] = [
    "Tecolote Avenue",
    "Alder Avenue",
    "Granada Avenue",
    "Monarch Way",
    "Luna Street",
    "Cerezo Street",
    "Mercado Street",
    "Olivo Drive",
    "Palma Avenue",
    "La Brisa Avenue",
    "Laurel Street",
    "Pelícano Avenue",
];

/// Landmarks: kind, name, where (0 is west or south, 1 is east or north), and what else people call them.
pub const LANDMARKS: [(LandmarkKind, &str, f64, f64, &[&str]); 34] = [
    (School, "Gaviota Elementary School", 0.14, 0.12, &[]),
    (School, "Monarch High School", 0.36, 0.61, &["la prepa Monarca"]),
    (School, "Campo Luna Middle School", 0.47, 0.40, &[]),
    (School, "Los Nopales Elementary School", 0.52, 0.86, &[]),
    (School, "Centro de Adultos El Molino", 0.92, 0.64, &["El Molino adult school"]),
    (Market, "Mercado Luna", 0.44, 0.55, &["el mercadito"]),
    (Market, "Brickyard Swap Meet", 0.27, 0.33, &["el remate", "las pulgas"]),
    (Market, "Súper La Brisa", 0.78, 0.30, &["super brisa"]),
    (Market, "Lantern Square Mall", 0.55, 0.66, &["el mall"]),
    (Clinic, "Clínica Colibrí", 0.33, 0.28, &["hummingbird clinic"]),
    (Clinic, "Gaviota Clinic", 0.17, 0.17, &[]),
    (Clinic, "Puerto Tecolote General Hospital", 0.68, 0.58, &["el hospital general"]),
    (CarWash, "Brisa Hand Car Wash", 0.81, 0.36, &["autolavado La Brisa"]),
    (CarWash, "Tin Town Car Wash", 0.66, 0.42, &[]),
    (HardwareStore, "Hammer & Pine car park", 0.30, 0.43, &["Hammer and Pine", "la ferretería grande"]),
    (HardwareStore, "Saltworks Lumber Yard", 0.71, 0.14, &["la maderería"]),
    (Park, "Parque Jacaranda", 0.24, 0.68, &[]),
    (Park, "Owl Canyon Park", 0.31, 0.90, &["parque del búho"]),
    (Park, "Plaza de los Faroles", 0.50, 0.58, &["lantern plaza"]),
    (Park, "La Marisma Ball Fields", 0.93, 0.10, &["los campos de la marisma"]),
    (Station, "Old Depot Station", 0.11, 0.63, &["la estación vieja"]),
    (Station, "Seventh Street Metro", 0.48, 0.27, &["metro de la séptima"]),
    (Station, "Harbor Transit Center", 0.42, 0.06, &["la central de camiones"]),
    (Courthouse, "Tecolote County Courthouse", 0.56, 0.54, &["la corte", "the courthouse", "courthouse"]),
    (Church, "Iglesia San Telmo", 0.21, 0.40, &["Saint Elmo church"]),
    (Church, "Misión Nueva Alba", 0.85, 0.72, &[]),
    (Library, "Biblioteca Faro", 0.51, 0.12, &["Lighthouse Library"]),
    (Library, "Casa Abierta Community Center", 0.38, 0.47, &["casa abierta"]),
    (Workplace, "Pelican Point Packing House", 0.26, 0.08, &["la empacadora"]),
    (Workplace, "Estrella Garment Works", 0.63, 0.62, &["la costura Estrella"]),
    (Other, "Corn cart corner", 0.46, 0.44, &["los elotes de Campo Luna"]),
    (Other, "Day Labor Center Las Manos", 0.73, 0.45, &["centro de jornaleros", "las manos"]),
    (Lodging, "Motel Marea", 0.58, 0.09, &[]),
    (Lodging, "Harbor Star Hotel", 0.40, 0.13, &["Hotel Estrella del Puerto"]),
];

/// Other names of areas, in both languages: what people say, and the area's name.
pub const NICKNAMES: [(&str, &str); 32] = [
    ("el puerto", "The Harbor"),
    ("los muelles", "The Harbor"),
    ("the docks", "The Harbor"),
    ("lado sur", "Southside"),
    ("el sur", "Southside"),
    ("south side", "Southside"),
    ("el centro", "Midtown"),
    ("downtown", "Midtown"),
    ("the hills", "Las Lomas"),
    ("las colinas", "Las Lomas"),
    ("whale point", "Punta Ballena"),
    ("punta pelícano", "Pelican Point"),
    ("old pier", "Muelle Viejo"),
    ("the old pier", "Muelle Viejo"),
    ("las salinas", "Saltworks"),
    ("the marsh", "La Marisma"),
    ("fig tree", "La Higuera"),
    ("la ladrillera", "Brickyard"),
    ("moonfield", "Campo Luna"),
    ("pueblo de lámina", "Tin Town"),
    ("las láminas", "Tin Town"),
    ("los sicomoros", "Sycamore Flats"),
    ("la estación", "Old Depot"),
    ("old town", "Plaza Vieja"),
    ("the old square", "Plaza Vieja"),
    ("los faroles", "Lantern District"),
    ("jardín este", "East Garden"),
    ("the mill", "El Molino"),
    ("cañón del búho", "Owl Canyon"),
    ("the cactus", "Los Nopales"),
    ("highgate hts", "Highgate Heights"),
    ("blue stone", "Piedra Azul"),
];
