messages-stop-answer = { $network }: listo, ya no le mandaremos mensajes. Si los quiere otra vez, escriba ALTA.
messages-start-answer = { $network }: ya podemos escribirle. Si ve algo, díganos qué ve y dónde. Para no recibir mensajes, escriba BAJA.
messages-help-answer = { $network }, red de vecinos. Díganos qué ve y dónde (esquina o lugar); lo leerá una persona voluntaria. Para no recibir mensajes, escriba BAJA.
messages-hotline = Tel. { $hotline }.
messages-pictures-answer = { $network }: por mensaje de texto no podemos recibir fotos. Escriba qué ve y dónde.
messages-too-long = Ese mensaje es demasiado largo para un mensaje de texto. Acórtelo.
messages-thread-forgotten = Ya borramos ese número de teléfono: pasaron 30 días sin mensajes. No podemos escribirle.
messages-not-signed = La firma de esta solicitud no es válida.
messages-stale = Esta solicitud se firmó a otra hora. Revise el reloj del teléfono.
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
messages-try-title = Prueba de { $network }
messages-try-body = Este es un mensaje de prueba de { $network }. No ha pasado nada.
