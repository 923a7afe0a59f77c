//! Words that tell a home from a shop: what surrounds a house number.

use super::token::{Pattern, pattern};

/// Somebody lives there, or is being knocked up there.
pub(super) static LIVED_IN: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:viv(?:e|en|o|imos|ia|ian|iendo)|lives?|lived|living|resid(?:e|en|es|o|ence|ing)|stays?|staying|",
        r"se quedan?|",
        r"(?:su|sus|mi|la|una|nuestra|tu) casa|casa de (?:mi|su|el|ella|la|un|una)|casa particular|domicilio|",
        r"home address|(?:mi|su|la) direccion|(?:my|his|her|their|the) address|",
        r"(?:my|his|her|their|our|a|the|private) (?:house|home|place|apartment|apt|front door|backyard|garage)|",
        r"home is|house at|",
        r"(?:mi|su|el) (?:apartamento|apartamentos|departamento|depa|cuarto|garaje|traila)|(?:tocando|tocan|",
        r"tocaron|knocking|banging|knocked)[^.\n]{0,20}(?:puerta|door|casa|house)|famil(?:y|ia)|upstairs|",
        r"downstairs|rear unit|back house|parents?)\b",
    ))
});

/// A place that is open to the public, whose address is no secret.
pub(super) static PUBLIC: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:store|shop|market|mercado|tienda|home depot|depot|lowe'?s|walmart|target|costco|food 4 less|ralphs|",
        r"vons|superior|northgate|vallarta|el super|cvs|walgreens|rite aid|mcdonald'?s?|starbucks|king taco|",
        r"7-?eleven|",
        r"restaurante?|taqueria|panaderia|bakery|cafe|bar|car ?wash|lavado|lavanderia|laundromat|laundry|gas|",
        r"gasolinera|chevron|arco|shell|warehouse|bodega|factory|fabrica|taller|yard|swap ?meet|mall|plaza|centro|",
        r"center|",
        r"church|iglesia|parroquia|temple|school|escuela|elementary|primaria|secundaria|high school|middle school|",
        r"preschool|kinder|college|colegio|university|universidad|library|biblioteca|park|parque|",
        r"court|courthouse|corte|juzgado|city hall|police|estacion|station|federal building|edificio federal|",
        r"clinic|clinica|hospital|office|oficina|consulado|consulate|dmv|uscis|post office|correo|bank|banco|",
        r"hotel|jail|carcel|detention|",
        r"parking lot|estacionamiento|parada|bus stop|metro|business|negocio|block|cuadra|bloque|esquina|corner|",
        r"construction|construccion|site)\b",
    ))
});

/// Endings of street names, with abbreviations.
macro_rules! street {
    () => {
        concat!(
            r"(?:st|str|street|ave|av|avenue|blvd|blv|boulevard|rd|road|dr|drive|ln|lane|pl|place|way|ct|court|cir|",
            r"circle|ter|terrace|pkwy|hwy|alley|row|walk)",
        )
    };
}
/// Words before a Spanish street name.
macro_rules! calle {
    () => {
        r"(?:calle|avenida|av|ave|avda|bulevar|boulevard|callejon|privada|calzada|camino|pasaje)"
    };
}
/// Unit within a building.
macro_rules! unit {
    () => {
        concat!(
            r"(?:(?:apt|apto|aptmt|apartment|apartamento|apartemento|departamento|depto|dpto|depa|unit|unidad|",
            r"interior|int|suite|ste|space|espacio|spc|trailer|traila|room|cuarto|casa)\.? ?(?:es |el |es el )?(?:#|",
            r"no\.?|num\.?|numero|number)? ?(?:\d{1,4}[a-z]?|[a-z]\d{0,3})\b|# ?(?:\d{1,4}[a-z]?|[a-z]\d{0,3})\b)",
        )
    };
}
pub(super) use {calle, street, unit};

/// Words that cannot be part of a street name between the number and "street".
pub(super) fn breaks_a_street(word: &str) -> bool {
    const BREAKS: &str = " \
        a al agents agentes and at block bloque cars carros con cuadra de del en entre for from hay he in is las men \
        near of officers on or people personas por que right south-bound suvs trucks trocas van vans vehicles with y \
        cerca cross between the they am pm min mins minutes minutos feet miles millas hours horas years anos ice \
        migra cops police policia patrullas its it ";
    BREAKS.contains(&format!(" {word} "))
}
