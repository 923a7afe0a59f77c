//! Names that are common around Los Angeles, in lower case and without accents.
//!
//! Short on purpose: a long list also holds a fifth of the common words and most street names. Names
//! that are everyday words or streets ("Rosa", "Central", "Maple") are left to the patterns.

/// Given names and their short forms.
const GIVEN: &str = " \
    aaron abel abraham adan adela adolfo adrian adriana agustin aida alan alberto alejandra alejandro alex alexander \
    alexis alfonso alfredo alicia alma alonso alvaro amalia amanda amelia amy ana anabel anahi anastasia andrea \
    andres andrew angelica angelina anita ann anna anthony antonia antonio araceli ariana armando arnulfo arturo \
    ashley aurelio aurora axel beatriz benito benjamin bernardo berta bertha betty brandon brayan brenda brian bryan \
    camila carla carlos carmen carol carolina catalina cecilia celia cesar charles christian christina christopher \
    cindy claudia concepcion consuelo cristian cristina crystal cynthia damian daniel daniela danny darwin david \
    debbie delia diana diego dolores dominga donald dora dorothy eddie edgar edith eduardo edwin efrain elena eli \
    elias elisa elizabeth eloisa elsa elvira elvis emanuel emilia emilio emily emma enrique eric erica erick erik \
    erika ernesto esmeralda esteban estela esther eugenia eugenio eva evelyn fabian fabiola fatima federico felicia \
    felipe felix fermin fernanda fernando fidel filiberto flavio francisca francisco frank gabriel gabriela genaro \
    george gerardo german gilberto giovanni gisela gladys gloria gonzalo graciela gregorio griselda guadalupe \
    guillermo gustavo hector heriberto herminia hernan hilda hugo humberto ignacio imelda irene iris irma isabel \
    isaias isidro ismael israel ivan ivonne jacob jacqueline jaime james janet jason javier jeffrey jennifer jeremy \
    jesica jessica jesse jessie jesus jimmy joanna joaquin joel john johnny jonathan jordan jorge jose josefina \
    joseph josue juan juana juanita julia julian juliana julio justin karen karina karla katherine kathy kelly \
    kenneth kevin kimberly laura lauren leobardo leonardo leonel leonor leslie leticia lidia liliana linda lisa \
    lizbeth lorena lorenzo lourdes lucas lucia luis luisa lupe lupita luz magdalena manny manuel marcela marcelo \
    marco marcos margarita maria mariana maribel maricela mariela mario marisela marisol mark marlene marta martha \
    martin mary mateo matthew mauricio mayra melissa mercedes micaela michael michelle miguel mike minerva miriam \
    misael moises monica nancy natalia nayeli nelson nestor nicolas nicole noe noel noelia noemi norberto norma \
    octavio ofelia olga olivia omar orlando oscar osvaldo pablo pamela pancho paola patricia patrick patty paula \
    paulina pedro perla peter petra porfirio rachel rafael ramiro ramon raquel raul raymundo rebeca rebecca refugio \
    reina rene reyna ricardo richard rigoberto robert roberto rocio rodolfo rodrigo rogelio rolando roman ronald \
    rosalba rosario roxana ruben ruth ryan salvador samantha samuel sandra sandy santiago sara sarah saul scott \
    sebastian selena sergio sharon silvia simon sofia sonia sophia stephanie stephen steven susan susana teodoro \
    teresa thomas timothy tomas tony trinidad valentin valeria vanessa veronica vicente victor victoria vilma \
    virginia viviana walter wendy william wilmer xavier ximena xiomara xochitl yadira yanet yaretzi yesenia yolanda \
    yuliana yvonne zoila beto chuy memo nacho paco pepe poncho toño tono chava chayo chela chucho lalo lencho nando \
    neto quique tavo ";

/// Family names.
const FAMILY: &str = " \
    acosta aguilar aguirre alarcon alcantara alfaro alvarado alvarez amador anderson andrade aquino aranda arellano \
    arias armenta arroyo arteaga avila ayala baez baker balderas ballesteros barajas barrera barrios bautista \
    becerra beltran benitez bermudez bernal blanco brennan brown bustamante caballero cabrera calderon camacho \
    campbell campos cano cantu cardenas cardona carrillo carter castaneda castellanos castillo castro ceja cervantes \
    cervantez chan chavez chen cisneros clark coleman collins colon contreras cooper cordero cordova corona coronado \
    corral correa cortes cortez cruz cuevas daniels davila davis delarosa deleon delgado diaz dominguez duarte duran \
    echeverria edwards elizondo enriquez escobar escobedo espinosa espinoza esquivel estrada evans fajardo felix \
    fernandez figueroa flores fonseca franco fuentes galindo gallardo gallegos galvan gamboa garay garcia garrido \
    garza gil godinez gomez gonzales gonzalez granados green griffin guerra guerrero guevara gutierrez guzman hall \
    harris henderson hernandez herrera hidalgo hill hoffman huerta hughes ibarra iglesias jackson jaramillo jauregui \
    jenkins jimenez johnson jones juarez kelly kim kowalski lara larios leal ledesma lee leon leyva limon lin \
    linares lopez lozano lucero lugo luna macias madrigal magana maldonado marin marquez marroquin martin martinez \
    mata mcdonald medina medrano mejia melendez mendez mendoza mercado meza miller miranda mitchell molina monroy \
    montano montenegro montes montoya mora morales moreno morgan morris moya munguia munoz murillo murphy najera \
    nava navarro nelson nguyen nolasco novoa nunez obrien ocampo ochoa olivares olivas olivera olmos ontiveros \
    ordonez orellana oropeza orozco ortega ortiz osorio pacheco padilla palacios palma pantoja paredes park parra \
    pedraza pena peralta perez phillips pineda portillo prado preciado prieto pulido quezada quinones quintana \
    quintero quiroz ramirez ramos rangel renteria reyes reynoso rico rios rivas rivera roberts robinson robledo \
    robles rocha rodriguez rogers rojas roman romero rosales rosas ross rubio ruiz saenz salas salazar salcedo \
    salgado salinas sanchez sandoval santana santos saucedo segura sepulveda serna serrano sierra silva smith solano \
    solis solorzano sosa soto suarez tapia taylor tellez terrazas thomas thompson toledo torres tovar trejo trevino \
    trujillo turner valadez valdez valencia valenzuela valle vargas vasquez vazquez vega velasco velasquez velazquez \
    velez vera verdugo vidal villa villalobos villanueva villarreal villegas walker wilson wright ybarra yanez young \
    zamora zapata zaragoza zarate zavala zepeda zuniga ";

/// True for a common given name, in lower case.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains(&format!(" {word} "))
}

/// True for a common family name, in lower case.
pub(super) fn is_family(word: &str) -> bool {
    FAMILY.contains(&format!(" {word} "))
}

/// People after whom streets, schools, parks and stations are named here.
pub(super) fn is_landmark(first: &str, second: &str) -> bool {
    const LANDMARKS: &[(&str, &str)] = &[
        ("cesar", "chavez"),
        ("dolores", "huerta"),
        ("rosa", "parks"),
        ("will", "rogers"),
        ("ruben", "salazar"),
        ("martin", "luther"),
        ("luther", "king"),
        ("robert", "kennedy"),
        ("benito", "juarez"),
        ("miguel", "hidalgo"),
        ("john", "wayne"),
        ("bob", "hope"),
        ("maria", "auxiliadora"),
        ("juan", "diego"),
        ("virgen", "maria"),
        ("jack", "in"),
        ("king", "taco"),
        ("carl", "jr"),
        ("george", "lopez"),
        ("felicitas", "mendez"),
        ("sylvia", "mendez"),
        ("antonio", "villaraigosa"),
        ("edward", "roybal"),
        ("lincoln", "heights"),
        ("jose", "marti"),
        ("emiliano", "zapata"),
        ("plaza", "mexico"),
        ("charles", "drew"),
        ("maywood", "riverfront"),
        ("thomas", "jefferson"),
        ("andrew", "jackson"),
        ("james", "monroe"),
        ("helen", "keller"),
        ("diego", "rivera"),
        ("frida", "kahlo"),
    ];
    LANDMARKS.contains(&(first, second))
}
