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
triage-refused-out-elsewhere = Usted sigue en otro incidente. Termine ese primero.
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
triage-refused-not-independent = Estos dos reportes pueden venir de la misma persona o mostrar la misma imagen.
triage-refused-media-not-reviewed = Cada reporte necesita una foto o un video que dos integrantes hayan revisado y que sí muestre lo que pasó.
triage-refused-seen-too-far-apart = Entre lo que vieron las dos personas pasó más de una hora.
triage-refused-places-too-far-apart = Los dos reportes hablan de lugares demasiado lejos uno del otro.
triage-refused-other-agency-reported = Uno de los reportes habla de la policía local. Alguien tiene que ir a ver.
triage-refused-timeline-broken = No se puede leer el historial de este incidente. La falla es nuestra, no suya.

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

triage-outcome-confirmed = Confirmado
triage-outcome-other-agency = Otra agencia
triage-outcome-nothing-there = No había nada
triage-outcome-unable = No se pudo verificar
triage-outcome-already-over = Ya terminó
triage-outcome-duplicate = Igual a otro incidente
triage-outcome-not-needed = No hace falta ir a ver

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

proof-of-work-done = Hecha
proof-of-work-missing = Falta
proof-of-work-not-asked = No se pidió

agency-family-local = Policía local
agency-family-federal-or-unknown = Federal o desconocida

queue-because-turn = Le toca
queue-because-waited-longest = Es el que más ha esperado
