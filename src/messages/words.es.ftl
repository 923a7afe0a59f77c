messages-stop-answer = { $network }: listo, ya no le mandaremos mensajes. Si los quiere otra vez, escriba ALTA.
messages-start-answer = { $network }: ya podemos escribirle. Si ve algo, díganos qué ve y dónde. Para no recibir mensajes, escriba BAJA.
messages-help-answer = { $network }, red de vecinos. Díganos qué ve y dónde (esquina o lugar); lo leerá una persona voluntaria. Para no recibir mensajes, escriba BAJA.
messages-help-link = Para cambiar sus avisos o darse de baja: { $url }
messages-hotline = Tel. { $hotline }.
messages-pictures-answer = { $network }: por mensaje de texto no podemos recibir fotos. Escriba qué ve y dónde.
messages-too-long = Ese mensaje es demasiado largo para un mensaje de texto. Acórtelo.
messages-thread-forgotten = Ya borramos ese número de teléfono: pasaron 30 días sin mensajes. No podemos escribirle.
messages-not-signed = La firma de esta solicitud no es válida.
messages-stale = Esta solicitud se firmó a otra hora. Revise el reloj del teléfono.
letter-queued = espera su envío
letter-sent = entregado al proveedor
letter-delivered = llegó al teléfono
letter-failed = no llegó
letter-unknown = quizá llegó; no se sabe
letter-dropped = no se envió
letter-why-opted-out = esta persona no quiere mensajes
letter-why-refused = el proveedor no lo aceptó
letter-why-not-reached = no se pudo llegar al teléfono
letter-why-no-provider = esta red no tiene proveedor de mensajes de texto
letter-why-shut-out = el proveedor no nos deja entrar
letter-why-tries = se intentó demasiadas veces
letter-why-too-late = esperó demasiado tiempo
letter-why-forgotten = sus palabras o el número ya se borraron
outbox-title = Mensajes de la demostración
outbox-lede = Estos mensajes se habrían enviado. En la demostración no salen de esta computadora.
outbox-again = Actualizar
outbox-empty = Todavía no hay mensajes.
outbox-push = Notificaciones
outbox-email = Correos electrónicos
outbox-sms = Mensajes de texto
outbox-signal = Mensajes de Signal
outbox-webhook = Avisos a otros sistemas (webhooks)
outbox-count = { $count ->
    [one] 1 mensaje
   *[other] { $count } mensajes
}
outbox-count-newest = { $count } mensajes; aquí están los { $shown } más nuevos
outbox-to = Para { $number }
outbox-segments = { $count ->
    [one] 1 segmento
   *[other] { $count } segmentos
}
sending-menu = Envíos
sending-title = Mensajes que salieron
sending-lost = Sin conexión: lo que ve puede ser viejo. Seguimos intentando.
sending-none = En los últimos días no ha salido ningún mensaje a suscriptores.
sending-nobody = Nadie pidió enterarse de esto.
sending-drill = SIMULACRO (no es real)
sending-state-going = Enviándose
sending-state-halted = Detenido
sending-state-stopped = En espera: todo envío está detenido
sending-state-ending = Terminó: no se envía más
sending-state-done = Listo
sending-state-refused = Rechazado: fue alterado
sending-sent-of = { $sent } enviados
sending-of-people = de { $n ->
    [one] 1 persona
   *[other] { $n } personas
}
sending-failed-n = { $n } no llegaron
sending-unknown-n = { $n } sin saber
sending-column-carrier = Lo lleva
sending-column-people = Personas
sending-column-sent = Enviados
sending-column-open = Por enviar
sending-column-failed = No llegaron
sending-column-unknown = Sin saber
sending-ledger = Qué pasó con él
sending-sent-means = «Enviado» quiere decir que el proveedor lo tiene. Solo el teléfono sabe si se mostró. De los mensajes de texto el proveedor dice después cuáles están en el teléfono y cuáles no llegaron.
sending-delivered-n = en el teléfono: { $n }
sending-see-page = Ver su página
sending-back = Todos los mensajes
sending-halt = Detener este mensaje
sending-halted = Detenido
sending-by = por { $who }
sending-first-yes = { $who } dijo: puede seguir. Falta una persona más.
sending-go-on = Puede seguir
sending-wait-for-another = Usted ya dijo que sí. Falta que otra persona diga que sí.
sending-resume-takes-two = Una persona lo detiene; dos lo dejan seguir.
sending-stop-all = Detener todo envío
sending-stop-all-means = Nada sale a suscriptores hasta que dos personas lo dejen seguir. Los comprobantes y las respuestas a una sola persona siguen saliendo. Úselo cuando salgan mensajes que no deben salir.
sending-stop-all-now = Detener todo ahora
sending-all-stopped = Todo envío está detenido
sending-resume = Los envíos pueden seguir
sending-under-a-minute = menos de un minuto
sending-minutes = { $n } min
sending-hours = { $h } h { $m } min
sending-refused-organizations = Esta red pide que detrás de cada mensaje haya dos personas de dos organizaciones.
sending-refused-over = Su tiempo ya terminó. Prepárelo de nuevo con un final más tarde.
sending-refused-area-cap = Esta zona ya tuvo tantos mensajes en una hora como puede tener. Actualice uno que ya salió, o pida a quien cuida el servidor que suba alerts_area_hour_max.
sending-refused-cap = La red ya envió tantos mensajes en una hora como puede enviar. Actualice uno que ya salió, o pida a quien cuida el servidor que suba alerts_hour_max.
broadcast-why-gone = La dirección ya no existe
broadcast-why-refused = El proveedor no lo aceptó
broadcast-why-too-large = Demasiado grande
broadcast-why-shut-out = El proveedor no nos deja entrar
broadcast-why-tries = Se intentó demasiadas veces
broadcast-why-too-late = Demasiado tarde
broadcast-why-left = Se dieron de baja
broadcast-missed-not-reached = No se llegó al teléfono
broadcast-missed-filtered = Lo filtraron las compañías de teléfono
broadcast-missed-no-phone = No es un celular
broadcast-missed-opted-out = Escribieron ALTO
carrier-push-google = Notificación (Google)
carrier-push-mozilla = Notificación (Mozilla)
carrier-push-apple = Notificación (Apple)
carrier-push-microsoft = Notificación (Microsoft)
carrier-push-local = Notificación (esta máquina)
carrier-email = Correo
carrier-sms = Mensaje de texto
carrier-signal = Signal
carrier-webhook = El sistema de un sitio
messages-ask-sms = { $network }: ¿pidió recibir aquí nuestros avisos? Escriba SI para recibirlos. Si no fue usted, no haga nada.
messages-ask-again-sms = { $network }: hace un año que recibe nuestros avisos. Escriba SI para seguir recibiéndolos.
messages-ask-signal = { $network }: ¿pidió recibir aquí nuestros avisos? Si fue usted, abra esta página y toque «Sí»:
    { $url }
    Si no fue usted, no haga nada: sin su sí no le escribimos más.
messages-ask-again-signal = { $network }: hace un año que recibe nuestros avisos. Para seguir recibiéndolos, abra esta página y toque «Sí»:
    { $url }
messages-ask-title = { $network }: una prueba
messages-ask-body = Toque aquí para confirmar que quiere nuestros avisos en este teléfono.
messages-ask-subject = { $network }: confirme que quiere nuestros avisos
messages-ask-email = Alguien pidió nuestros avisos con esta dirección. Si fue usted, abra esta página y toque «Sí»:
    
    { $url }
    
    Si no fue usted, no haga nada: sin su sí no le escribimos más.
messages-ask-again-subject = { $network }: ¿todavía quiere nuestros avisos?
messages-ask-again-email = Hace un año que recibe nuestros avisos. Para seguir recibiéndolos, abra esta página y toque «Sí»:
    
    { $url }
messages-foot = Para cambiar lo que recibe, o darse de baja: { $url }
messages-confirmed-sms = { $network }: listo. Aquí recibirá nuestros avisos. Escriba ALTO para dejar de recibirlos.
messages-confirmed-link-sms = { $network }: listo. Aquí recibirá nuestros avisos. Escriba ALTO para dejarlos. Para cambiarlos: { $url }
messages-push-open = Abra la página para leerlo.
canary-title = Canarios
canary-lede = Un canario es una suscripción de alguien de la propia red. Recibe cada mensaje nuevo, sea donde sea, y su dueño toca «Sí llegó». Si nadie toca en los 20 minutos después de entregado, aquí suena la alarma: puede que salgan mensajes que no llegan.
canary-none = Todavía no hay canarios. Tenga al menos uno en cada canal.
canary-link = Enlace privado de una suscripción
canary-link-hint = Su dueño lo encuentra en cada correo y mensaje de Signal, en la respuesta a su SÍ por mensaje de texto, o en la página después de suscribirse.
canary-link-wrong = Ninguna suscripción confirmada tiene este enlace. Cópielo completo.
canary-add = Hacerla canario
canary-remove = Quitar
canary-left = Se dio de baja
canary-watches = Lo que dijeron los canarios
canary-heard = llegó, { $time }
canary-silent = EN SILENCIO
canary-waiting = en espera
canary-ask-title = ¿Llegó este mensaje?
canary-ask = Usted es uno de los canarios de esta red. Toque el botón para que sepamos que los mensajes llegan.
canary-came = Sí llegó
canary-thanks = Gracias. Ya sabemos que llegó.
canary-line = Canario: por favor confirme que llegó: { $url }
canary-alarm = Un canario está en silencio: puede que salgan mensajes que no llegan.
sending-open-n = faltan { $n }
messages-try-title = Prueba de { $network }
messages-try-body = Este es un mensaje de prueba de { $network }. No ha pasado nada.
