subscription-channel-push = Aviso en este aparato
subscription-channel-email = Correo electrónico
subscription-channel-sms = Mensaje de texto (SMS)
subscription-channel-signal = Signal
subscription-channel-webhook = Sistema de un sitio
subscription-kind-alerts = Alertas confirmadas
subscription-kind-alerts-hint = Alguien de la red fue, vio y lo confirmó; otra persona lo publicó.
subscription-kind-checked = «Revisamos: no era»
subscription-kind-checked-hint = Cuando fuimos y era otra cosa, o no había nada.
subscription-kind-drills = Simulacros
subscription-kind-drills-hint = Solo si participa en los simulacros de la red.
radius-2km = A 2 km a la redonda
radius-5km = A 5 km a la redonda
radius-10km = A 10 km a la redonda
radius-25km = A 25 km a la redonda

subscribe-title = Recibir avisos
subscribe-heading = Reciba avisos de sus lugares
subscribe-lede = Solo lo que la red confirmó, solo de los lugares que usted elija. Sin cuenta y sin nombre.
subscribe-problems = Falta algo
subscribe-where = ¿De qué lugares?
subscribe-everywhere = De todos los lugares de la red
subscribe-place = Lugar
subscribe-place-hint = Un barrio, un código postal (ZIP), o una esquina cerca. No escriba su dirección.
subscribe-place-more = Otro lugar
subscribe-places-more = Agregar más lugares
subscribe-around = ¿Qué tan lejos?
subscribe-around-area = Todo el barrio o ZIP
subscribe-place-which = ¿Cuál de estos lugares?
subscribe-kept = Lugares que ya tiene
subscribe-place-missing = Escriba un barrio o un ZIP, o marque todos los lugares de la red
subscribe-place-unknown = No conocemos ese lugar. Pruebe con el barrio, el ZIP o una esquina conocida
subscribe-place-several = Hay varios lugares con ese nombre. Elija uno, o escríbalo con más detalle
subscribe-places-too-many = Elija ocho lugares a lo más
subscribe-place-gone = Una zona que ya no está en el mapa
subscribe-describe-around = { $km } km alrededor de { $place }
subscribe-describe-around-unknown = { $km } km alrededor de un punto
subscribe-kinds = ¿Qué quiere recibir?
subscribe-kinds-missing = Marque por lo menos una cosa que quiera recibir
subscribe-lang = Idioma de los avisos
subscribe-quiet = Horas de silencio
subscribe-quiet-summary = Horas de silencio (si quiere)
subscribe-quiet-hint = A estas horas no le mandamos nada. Lo que salga entonces lo puede leer después en la página.
subscribe-quiet-from = Desde
subscribe-quiet-to = Hasta
subscribe-quiet-none = Sin horas de silencio
subscribe-quiet-days = ¿Qué días?
subscribe-quiet-days-every = Todos los días
subscribe-quiet-days-weekdays = De lunes a viernes
subscribe-quiet-days-weekend = Sábados y domingos
subscribe-quiet-keep = Dejar mis horas de silencio como están
subscribe-urgent = Las alertas urgentes pueden pasar también en silencio
subscribe-urgent-hint = Urgente: está pasando ahora.
subscribe-quiet-both = Elija desde qué hora y hasta qué hora
subscribe-quiet-time = Elija las horas de la lista
subscribe-quiet-empty = Elija dos horas distintas
subscribe-quiet-never = Con esas horas no le llegaría nada nunca. Deje libre una parte del día, o permita las urgentes
subscribe-quiet-said = { $days }, de { $from } a { $to }
subscribe-quiet-said-more = A varias horas, como las eligió
subscribe-quiet-urgent = Las urgentes pasan.
subscribe-how = ¿Por dónde le avisamos?
subscribe-channel-missing = Elija por dónde le avisamos
subscribe-contact = Su correo o su número
subscribe-contact-hint = Se guarda cerrado con llave y solo se usa para esto. Le mandaremos un mensaje de prueba.
subscribe-email-wrong = Escriba un correo como nombre@ejemplo.org
subscribe-number-wrong = Escriba el número con su código de área, por ejemplo 213 555 0142
subscribe-continue = Seguir
subscribe-texts-rates = Por mensaje de texto puede tardar más y su compañía puede cobrar. Escriba ALTO cuando quiera y se acaba. Si alguna vez le escribió ALTO a la red, mande primero ALTA desde ese número.

subscribe-push-heading = En este teléfono o computadora
subscribe-push-lede = Es lo más rápido, y no tiene que dar ni correo ni número.
subscribe-push-start = Avisarme en este aparato
subscribe-push-working = Un momento…
subscribe-push-denied = Este navegador no permite avisos de esta página. Puede cambiarlo en sus ajustes, o elegir otro medio abajo.
subscribe-push-dismissed = No dio permiso. Puede intentarlo otra vez, o elegir otro medio abajo.
subscribe-push-failed = No se pudo. Inténtelo otra vez, o elija otro medio abajo.
subscribe-push-refused = No se pudo con lo que eligió arriba. Revíselo.
subscribe-push-wrong = El navegador dio una dirección que no conocemos. Elija otro medio.
subscribe-push-sent = Le mandamos un aviso de prueba. Toque ese aviso y confirme: desde entonces recibe los avisos.
subscribe-push-there = Este aparato ya tiene una suscripción.
subscribe-push-mine = Ver o cambiar mi suscripción
subscribe-push-home = En un iPhone: toque Compartir, luego «Agregar a pantalla de inicio», y abra la página desde ahí. Entonces puede recibir avisos.
subscribe-or = O por mensaje

subscribe-check-title = Revise
subscribe-check-heading = Revise antes de seguir
subscribe-check-places = Lugares
subscribe-check-send = Mandarme el mensaje de prueba
subscribe-check-change = Cambiar algo
subscribe-check-contact = Le escribimos a

subscribe-sent-title = Mensaje de prueba
subscribe-sent-heading = Le mandamos un mensaje de prueba
subscribe-sent-lede = Abra el enlace de ese mensaje y diga que sí. Hasta entonces no le mandamos nada más.
subscribe-sent-text = Si eligió mensaje de texto, ese mensaje no trae enlace: contéstelo con SÍ.
subscribe-sent-day = Tiene un día para contestar. Si no contesta, borramos todo.
subscribe-sent-nothing = ¿No llega nada? Espere diez minutos y mire el correo no deseado; luego puede intentarlo otra vez. A un mismo contacto le escribimos tres veces al día, a lo más. Si desde ese número alguna vez escribió ALTO a la red, mande primero ALTA y suscríbase otra vez.
subscribe-again = Suscribirme otra vez
subscribe-home = Ir al inicio

subscribe-mine-title = Su suscripción
subscribe-mine-waits = ¿Quiere recibir estos avisos?
subscribe-mine-waits-lede = Todavía no le mandamos nada. Usted decide.
subscribe-mine-live = Sus avisos
subscribe-mine-live-lede = Recibe avisos así. Este enlace es solo suyo: quien lo tenga puede cambiar o borrar la suscripción.
subscribe-mine-ends = Se acaba el { $date } si no dice otra vez que sí.
subscribe-mine-ends-push = Se acaba el { $date } si este aparato no vuelve a abrir la página.
subscribe-day = { $day } de { $month } de { $year }
subscribe-month = { $month ->
    [1] enero
    [2] febrero
    [3] marzo
    [4] abril
    [5] mayo
    [6] junio
    [7] julio
    [8] agosto
    [9] septiembre
    [10] octubre
    [11] noviembre
   *[12] diciembre
}
subscribe-mine-nearly = Ya casi pasa un año. ¿Quiere seguir?
subscribe-mine-yes = Sí, quiero recibirlos
subscribe-mine-go-on = Sí, quiero seguir
subscribe-mine-no = No, borrar
subscribe-mine-leave = Dejar de recibir avisos
subscribe-mine-leave-means = Se borra de inmediato, también su contacto.
subscribe-mine-change = Cambiar
subscribe-mine-save = Guardar
subscribe-mine-confirmed = Listo: desde ahora recibe los avisos.
subscribe-mine-changed = Listo: quedó guardado.
subscribe-mine-channel = Por

subscribe-left-title = Se borró
subscribe-left-heading = Ya no recibe avisos
subscribe-left-lede = La suscripción se borró, también su contacto. No queda nada que deshacer; si cambia de opinión, suscríbase otra vez.

subscribe-ran-out = Este mensaje de prueba ya venció. Puede suscribirse otra vez.
subscribe-not-confirmed = Esta suscripción todavía espera su sí.
subscribe-address-taken = Esta dirección del navegador ya pertenece a otra suscripción.
subscribe-full = No caben más suscripciones.

subscribe-invite = Recibir avisos de su zona
