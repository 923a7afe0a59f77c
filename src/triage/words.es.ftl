triage-refused-closed = Este incidente ya quedó resuelto. De todos modos, gracias.
triage-refused-not-closed = Este incidente no está cerrado, así que no hay nada que reabrir.
triage-refused-eyes-already-asked = Ya se pidió una persona verificadora para este incidente.
triage-refused-eyes-not-asked = Primero pida una persona verificadora; después se puede mandar gente.
triage-refused-nobody-to-ask = Elija por lo menos a una persona.
triage-refused-already-asked = A una de estas personas ya se le preguntó. Revise la lista otra vez.
triage-refused-not-asked = Solo pueden responder las personas a quienes se les preguntó. Si está cerca, avise a despacho.
triage-refused-eta-out-of-range = Diga en cuántos minutos llega: de 1 a 90.
triage-refused-already-going = Usted ya dijo que va en camino.
triage-refused-cap-reached = Ya va suficiente gente. Por favor, no vaya.
triage-refused-out-elsewhere = Sigue en otro incidente. Primero hay que terminar ese.
triage-refused-not-trained = Su capacitación de verificación no está vigente.
triage-refused-not-going = Esta persona no va en camino.
triage-refused-already-there = Usted ya dijo que está en el lugar.
triage-refused-already-declined = Usted ya dijo que no puede.
triage-refused-not-on-scene = Solo quien está en el lugar puede decir qué hay. Primero oprima «Ya llegué».
triage-refused-someone-is-there = Hay una persona verificadora en el lugar. Espere lo que encuentre.
triage-refused-agency-not-seen = Diga qué agencia vio. Si no se distingue, elija «no se pudo verificar».
triage-refused-wrong-outcome-for-agency = Esta agencia no corresponde a este resultado. La policía local es «otra agencia»; ICE y la Patrulla Fronteriza son «confirmado».
triage-refused-seen-at-does-not-fit = Revise la hora: está en el futuro, o es de antes de que alguien estuviera ahí para verlo.
triage-refused-count-does-not-fit = Revise cuántas personas fueron detenidas.
triage-refused-duplicate-of-itself = Un incidente no puede ser duplicado de sí mismo. Elija el otro.
triage-refused-too-late-to-reopen = Ya pasaron más de dos horas desde que se cerró. Abra un incidente nuevo.
triage-refused-other-incident = Estos reportes no son del mismo incidente.
triage-refused-not-first-hand = Los dos reportes tienen que ser de personas que lo vieron con sus propios ojos.
triage-refused-not-independent = Estos dos reportes pueden venir de la misma persona o mostrar la misma imagen. Si entre uno y otro se reinició el programa, no hay manera de saberlo.
triage-refused-media-not-reviewed = Cada reporte necesita una foto o un video que dos integrantes hayan revisado y que sí muestre lo que pasó.
triage-refused-seen-too-far-apart = Entre lo que vieron las dos personas pasó más de una hora.
triage-refused-places-too-far-apart = Los dos reportes hablan de lugares demasiado lejos uno del otro.
triage-refused-other-agency-reported = Uno de los reportes habla de la policía local. Alguien tiene que ir a ver.
triage-refused-timeline-broken = No se puede leer el historial de este incidente. La falla es nuestra, no suya.
triage-refused-no-drill = Este incidente no es de un simulacro.

triage-step-opened = Se abrió el incidente
triage-step-eyes-needed = Se necesita una persona verificadora
triage-step-asked = Se preguntó a personas verificadoras
triage-step-accepted = Va en camino
triage-step-new-eta = Nueva hora de llegada
triage-step-declined = No puede ir
triage-step-arrived = Ya llegó
triage-step-found = Resultado de la verificación
triage-step-gave-up = No pudo continuar
triage-step-stood-down = Se le pidió regresar
triage-step-closed-without-eyes = Se cerró sin que nadie fuera a ver
triage-step-corroborated = Dos reportes de testigos, imágenes revisadas
triage-step-reopened = Se reabrió
triage-step-drill-over = Terminó el simulacro

triage-outcome-confirmed = Confirmado
triage-outcome-other-agency = Otra agencia
triage-outcome-nothing-there = No había nada
triage-outcome-unable = No se pudo verificar
triage-outcome-already-over = Ya terminó
triage-outcome-duplicate = Igual a otro incidente
triage-outcome-not-needed = No hace falta ir a ver
triage-outcome-drill-over = Terminó con el simulacro

triage-reopen-closed-by-mistake = Se cerró por error
triage-reopen-new-report = Llegó un reporte nuevo
triage-reopen-still-going-on = Sigue pasando
triage-reopen-finding-in-doubt = Hay dudas sobre el resultado

triage-answer-waiting = Todavía sin respuesta
triage-answer-accepted = Va
triage-answer-declined = No puede
triage-answer-left = Fue y ya se retiró

triage-unable-unsafe = No es seguro acercarse
triage-unable-no-access = No puedo llegar adonde se vea
triage-unable-cannot-tell = Veo algo, pero no puedo decir qué es

triage-not-needed-too-old = Pasó hace demasiado tiempo
triage-not-needed-outside-our-places = Está fuera de nuestras zonas
triage-not-needed-passed-on = Se pasó a otra red
triage-not-needed-withdrawn = Quien lo reportó se retractó
triage-not-needed-not-enforcement = Claramente es otra cosa
triage-not-needed-junk = Reporte basura
triage-not-needed-nobody-to-send = No hay a quién mandar

triage-fit-strong = coincide bien
triage-fit-weak = podría coincidir

certainty-observed = Lo vio una persona verificadora capacitada
certainty-likely = Lo vieron dos personas por separado, con imágenes

lane-trusted = De integrantes o por teléfono
lane-first-hand-reachable = Lo vio y dejó cómo contactarle
lane-first-hand = Lo vio
lane-rest = Le contaron
lane-slowed = Espera un poco más
lane-drill = Simulacro

proof-of-work-done = Hecha
proof-of-work-missing = Falta
proof-of-work-not-asked = No se pidió

agency-family-local = Policía local
agency-family-federal-or-unknown = Federal o desconocida

queue-because-turn = Le toca
queue-because-waited-longest = Es el que más ha esperado

queue-menu = Cola
queue-title = Por decidir
queue-waiting = { $n ->
    [0] No hay tarjetas en espera.
    [one] Hay una tarjeta en espera.
   *[other] Hay { $n } tarjetas en espera.
 }
queue-empty = Todo está decidido. Gracias.
queue-behind = { $n ->
    [one] Detrás de estas espera una tarjeta más. Sube en cuanto se decidan las primeras.
   *[other] Detrás de estas esperan { $n } tarjetas más. Suben en cuanto se decidan las primeras.
 }
queue-urgent = Está pasando
queue-late = Tarde
queue-similar = { $n ->
    [one] un reporte
   *[other] { $n } reportes parecidos
 }
queue-pictures = { $n ->
    [one] una foto
   *[other] { $n } fotos
 }
queue-open = Abrir
queue-claim = Tomar
queue-release = Soltar
queue-held-by = La tiene { $who }
queue-incidents = Incidentes
queue-on-duty = { $n ->
    [0] Nadie está de turno ahora.
    [one] Una persona está de turno.
   *[other] { $n } personas están de turno.
 }
queue-no-incidents = No hay incidentes abiertos.
queue-column-place = Lugar
queue-column-state = Estado
queue-column-out = Quién va
queue-column-reports = Reportes
queue-map = Mapa
queue-map-title = Mapa de los incidentes
queue-map-caption = Los números son los de la lista. Cada marca es el centro de una zona de medio kilómetro, no una dirección.
queue-set-aside = Descartados hace poco
queue-undo = Deshacer
triage-lost = Sin conexión: lo que ve puede ser viejo. Seguimos intentando.
triage-clock-now = ahora
triage-clock-minutes = hace %n min
triage-clock-hours = hace %n h
triage-clock-left = faltan %n min
triage-clock-over = %n min tarde
triage-mute = Silenciar
triage-unmute = Activar sonido
triage-keys = Teclas
triage-keys-off = Apagar teclas
triage-keys-on = Encender teclas
triage-key-move = Bajar y subir por la cola
triage-key-open = Abrir la tarjeta
triage-key-claim = Tomar, soltar
triage-key-merge = Juntar con el primer incidente propuesto
triage-key-new = Abrir un incidente y pedir que alguien vaya a ver
triage-key-not = Descartar, con el motivo
triage-key-ask = Preguntar a quien reportó
triage-key-help = Abrir y cerrar esta ayuda
triage-close-help = Cerrar
triage-place-about = { $area }, por aquí
triage-place-area = { $area }, sin esquina
triage-place-outside = fuera de nuestras zonas
triage-place-words = lugar solo en palabras
triage-place-several = Ese nombre puede ser varios lugares. Elija uno o agregue la zona.
triage-place-unknown = No encontramos ese lugar. Escriba una esquina, un lugar conocido, una zona o un código postal.
triage-place-long = El lugar es demasiado largo: use 300 letras o menos.
triage-fact-activity = Qué pasa
triage-fact-agency = Quiénes son
triage-fact-first-hand = Cómo lo sabe
triage-fact-people = Agentes
triage-fact-vehicles = Vehículos
triage-fact-still = Sigue pasando
triage-fact-detained = Hay personas detenidas
triage-fact-detained-count = Cuántas personas detenidas
triage-fact-children = Hay niñas o niños
triage-fact-safe = Quien reporta está a salvo
triage-first-hand-unsaid = no dijo cómo lo sabe
triage-lint-plate = placa
triage-lint-phone = teléfono
triage-lint-document = documento
triage-lint-status = situación migratoria
triage-lint-name = nombre
triage-lint-badge = número de identificación
triage-lint-home = domicilio
triage-lint-contact = contacto
triage-report-number = Reporte { $n }
triage-report-seen = visto
triage-report-came = llegó
triage-report-language = idioma:
triage-report-wants-call = pide que le llamen
triage-seen-around = cerca de las { $at }
triage-words-place = Lugar, como lo escribió
triage-words-note = Nota
triage-words-uniform = Palabras en chalecos o vehículos
triage-words-forgotten = Las palabras de este reporte ya se borraron, como prometimos. Quedan las respuestas.
triage-picture-number = Foto { $n }
triage-picture-yes = { $n } dicen que sí
triage-picture-no = { $n } dicen que no
triage-said = Preguntas y respuestas
triage-last-text = Último mensaje de texto a esta persona:
triage-said-added = Agregó
triage-said-reporter = Respondió
triage-is-there = ya está ahí
triage-state-open = Abierto
triage-state-needs-eyes = Buscamos quién vaya
triage-state-assigned = Alguien va
triage-state-on-scene = Alguien está ahí
triage-card-not-yours = Primero tome la tarjeta. Si ya la tenía, otra persona la tomó mientras tanto.
triage-card-decided = Alguien ya decidió esta tarjeta.
triage-card-changed = La tarjeta cambió mientras la leía. Mírela otra vez.
triage-incident-changed = Alguien hizo algo con este incidente al mismo tiempo. Mírelo otra vez.
triage-split-some = Marque uno o más reportes, pero no todos.
triage-split-last = Es el único reporte del incidente. Ciérrelo, mejor.
triage-split-evidence = El incidente se confirmó con este reporte, así que se queda.
triage-undo-late = Ya no se puede deshacer. Pida que lo reporten otra vez.
triage-reason-missing = Elija un motivo.
triage-question-empty = Escriba una pregunta o elija una.
triage-question-warned = Esta pregunta parece tener un nombre, un número, una placa, una casa o la situación migratoria de alguien. Puede salir como mensaje de texto, y las compañías lo guardan. Quítelo si puede; para preguntarlo tal cual, mándela otra vez.
triage-contacts-used-up = Usted ya abrió 15 contactos hoy. Pida a otra persona de despacho que abra este.
triage-verifier-is-out = Esta persona ya salió a otro incidente.
not-a-report-duplicate-of-known = Repite algo que ya sabemos
not-a-report-test = Es una prueba
not-a-report-joke-or-hostile = Es burla o ataque
not-a-report-not-immigration = No es de migración
not-a-report-old-news = Es noticia vieja
not-a-report-too-vague = No dice lo suficiente
card-title = Tarjeta
card-problems = Falta algo
card-decided = Ya está decidida
card-decided-incident = Sus reportes son parte de un incidente.
card-claim-first = Tome la tarjeta para leer lo que escribieron. Así nadie más decide lo mismo al mismo tiempo.
card-reports = { $n ->
    [one] Un reporte
   *[other] { $n } reportes
 }
card-contact = Contacto
card-contact-by-text = Reportó por mensaje de texto. Hágale una pregunta: le llega a su teléfono.
card-contacts-left = { $n ->
    [0] Este fue el último contacto que puede abrir hoy.
    [one] Hoy puede abrir un contacto más.
   *[other] Hoy puede abrir { $n } contactos más.
 }
card-tick = Marcar el reporte { $n }
card-open-contact = Ver el contacto
card-more-reports = Abrir más reportes
card-split-hint = Si un reporte habla de otra cosa, márquelo y sepárelo.
card-split = Separar los marcados
card-decide = Decidir
card-proposals = ¿Es lo mismo?
card-why-same = Ya se juntaron ahí reportes iguales
card-why-near = lugar: { $place }; hora: { $time }
card-merge = Juntar aquí
card-see-incident = Ver el incidente
card-place = ¿A dónde hay que ir?
card-place-hint = Esto es lo que lee quien va. Corrija lo que haga falta: esquina, lado de la calle. Sin nombres ni número de casa.
card-place-choices = Puede ser:
card-new-eyes = Abrir incidente y pedir que vayan a ver
card-new = Solo abrir incidente
card-not = No es un reporte, porque…
card-not-button = Descartar
card-choose-reason = Elija un motivo
card-ask = Preguntar a quien reportó
card-ask-whom = ¿A quién?
card-ask-ready = Pregunta lista
card-ask-own = Con mis palabras
card-ask-words = Su pregunta
card-ask-button = Preguntar
ask-still-there = ¿Siguen ahí?
ask-where-exactly = ¿En qué esquina es, y de qué lado de la calle?
ask-what-uniform = ¿Qué palabras ve en los chalecos o vehículos?
ask-how-many = ¿Cuántos agentes y vehículos ve?
ask-picture = Si puede hacerlo sin acercarse, ¿nos manda una foto?
ask-safe = ¿Usted está en un lugar seguro?
incident-title = Incidente
incident-state = Estado
incident-place-words = Lugar para quien va
incident-is-home = es un domicilio: solo se dice la zona
incident-cap = Personas que pueden ir
incident-out = Quién va
incident-nobody-out = Nadie por ahora.
incident-may-yet-be-seen = Alguien sigue en el lugar y no ha dicho qué ve. Antes de eso no se le avisa a nadie: espere, o pídale que regrese.
incident-findings-differ = Quienes fueron dijeron cosas distintas. Vale lo último que se dijo; abajo está quién dijo qué. Si no está seguro, reábralo.
incident-stand-down = Pedir a { $who } que regrese
incident-asked = A quién se preguntó
incident-phoned = { $who } llamó: anotar lo que dijo
incident-entered-by = { $who }, por teléfono; lo anotó { $by }
phoned-title = Lo que dijo por teléfono
phoned-heading = { $who } llamó: ¿qué dijo?
phoned-lede = Anote solo lo que esta persona le dice ahora. Queda en la historia del incidente con el nombre de los dos, y quien lo anota no puede publicar la alerta que salga de esto.
phoned-goes = ¿Va a ir? ¿En cuánto llega?
phoned-read-back = Antes de anotar, léale en voz alta lo que va a quedar escrito y espere un sí.
phoned-enter = Anotar el resultado
phoned-settled = Ya se resolvió. No hay nada más que anotar.
incident-timeline = Qué ha pasado
incident-the-network = la red
incident-open-words = Abrir lo que escribieron
incident-split-off = Separar este reporte
incident-do = Qué hacer
incident-eyes = Pedir que vayan a ver
incident-nobody-on-duty = Nadie más está de turno cerca.
incident-ask-someone = Preguntar a una persona
incident-candidate = { $who }, a unos { $km } km
incident-ask-button = Preguntarle
incident-pass-place = Lugar para quien va
incident-pass-button = Guardar el lugar
incident-close = Cerrar sin que nadie vaya
incident-close-why = Motivo
incident-duplicate-of = O es lo mismo que…
incident-close-button = Cerrar el incidente
incident-tell = Escribir el aviso
incident-reopen = Reabrir, porque…
incident-reopen-button = Reabrir
incident-corroborate = Confirmar con dos reportes
incident-corroborate-hint = Dos personas distintas lo vieron, y dos integrantes miraron las fotos de cada una.
incident-witness-one = Primer reporte
incident-witness-two = Segundo reporte
incident-corroborate-button = Confirmar
finding-now = ahora
finding-minutes-ago = hace { $n } minutos
finding-missing = Diga qué agencia vio y qué hacía.
finding-unable-missing = Diga por qué no se pudo.
finding-outcome-missing = Elija qué encontró.
finding-agency = ¿Qué agencia vio?
finding-activity = ¿Qué hacían?
finding-choose = Elija
go-menu = Ir a ver
go-title = Ir a ver
go-you-are-going = Va en camino
go-you-are-there = Está en el lugar
go-due = Llega:
go-asked = Le preguntamos
go-home = Es un domicilio: mire desde la banqueta. No entre ni toque a la puerta.
go-rules = Mire de lejos. No intervenga. No siga a nadie. No entre a propiedad privada. Si no es seguro, váyase.
go-say-found = Decir qué encontré
go-there = Ya llegué
go-longer = Voy a tardar más
go-minutes = Minutos desde ahora
go-send-eta = Avisar
go-give-up = Ya no puedo seguir
go-question = ¿Puede ir? ¿En cuánto llega?
go-in-minutes = { $n } min
go-other-minutes = Otros minutos
go-accept = Voy
go-decline = No puedo
go-enough = Ya va suficiente gente. Gracias; por favor no vaya.
go-settled = Ya se resolvió: { $outcome }. Gracias.
go-others-said = Otra persona que está ahí dijo: { $outcome }. Si usted ve otra cosa, dígalo: cuenta lo último que se vio.
go-declined = Dijo que no puede. Si cambió, todavía puede ir.
go-left = Ya se retiró. Si puede volver, díganos.
go-leaves-drill = Si dice que sí, sale del simulacro: lo real va primero.
go-finish-first = Termine primero donde está.
go-nothing = Por ahora no hay nada. Le avisamos aquí.
go-not-on-duty = Usted no está de turno, así que no le preguntamos nada.
go-pictures = Fotos por mirar
go-pictures-why = Dos integrantes miran cada foto. No hace falta salir.
go-on-duty = De turno en { $area } hasta las { $until }.
go-change-duty = Cambiar
go-start-duty = Empezar mi turno
go-found-title = ¿Qué encontró?
go-found-outcome = ¿Qué encontró?
go-found-means-confirmed = Vi agentes de inmigración.
go-found-means-other-agency = Eran otros: policía local, bomberos, seguridad.
go-found-means-nothing-there = Llegué y no vi a nadie.
go-found-means-already-over = Pasó, pero ya se fueron.
go-found-means-unable = No pude ver bien o no era seguro.
go-found-when = ¿Cuándo lo vio?
go-found-what = Si vio algo
go-found-what-hint = Solo para «confirmado» y «otra agencia».
go-found-unable = Si no se pudo verificar, ¿por qué?
go-found-send = Enviar
done-title = Gracias
done-thanks = Ya quedó guardado. Gracias por ir.
done-are-you-ok = ¿Cómo está usted?
done-rest = Tómese un momento. Si lo que vio fue duro, hable con alguien de su red.
done-call = También puede llamar: { $number }.
done-stay = Estoy bien, sigo de turno
done-tap-out = Terminar mi turno
picture-title = Mirar una foto
picture-lede = ¿Se ve en ella lo que dice el reporte? Dos integrantes miran cada foto.
picture-alt = Foto de un reporte
picture-hint = No la guarde ni la mande a nadie. Mire lo que pasa, no quién es la gente.
picture-yes = Sí, se ve
picture-no = No se ve
picture-you-yes = Usted dijo que sí se ve.
picture-you-no = Usted dijo que no se ve.
picture-reviews = Quién la miró
picture-says-yes = sí se ve
picture-says-no = no se ve
picture-answer-missing = Diga si se ve o no.
go-count = { $n ->
    [0] No hay peticiones.
    [one] Hay una petición.
   *[other] Hay { $n } peticiones.
 }
triage-news = Hay algo nuevo de quien reportó
queue-news = { $n ->
    [one] Una tarjeta o un incidente tiene algo nuevo de quien reportó.
   *[other] { $n } tarjetas o incidentes tienen algo nuevo de quien reportó.
}
