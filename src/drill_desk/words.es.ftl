drill-menu = Simulacros
drill-list-title = Simulacros
drill-lede = Un simulacro recorre toda la línea con reportes inventados: despacho, verificación, aviso y publicación. Va marcado en cada paso y nunca llega al público.
drill-busy = Ahora hay reportes reales que esperan. Puede empezar, pero las tarjetas del simulacro no se muestran en la cola hasta que lo real esté decidido.
drill-on-duty = { $n ->
    [0] Nadie de verificación está de turno.
    [one] Una persona de verificación está de turno.
   *[other] { $n } personas de verificación están de turno.
 }
drill-problems = Falta algo
drill-problem-scenario = Elija qué se practica.
drill-problem-area = Elija una zona de la lista.
drill-problem-who = Elija quién participa.
drill-problem-place = No encontramos ese lugar en el mapa de la red. Deje el campo vacío para usar la zona.
drill-problem-several = Hay varios lugares con ese nombre. Escriba uno de estos.
drill-problem-home = Elija una esquina o un lugar público: nunca un domicilio ni un hotel.
drill-problem-outside = Ese lugar no está en la zona que eligió.
drill-ask-scenario = ¿Qué se practica?
drill-ask-area = ¿En qué zona?
drill-area-choice = { $area } ({ $n } de turno)
drill-ask-place = ¿En qué lugar?
drill-ask-place-hint = Una esquina o un lugar público del mapa. Si lo deja vacío se usa la zona.
drill-ask-who = ¿A quién se le pide ir a ver?
drill-ask-minutes = ¿Cuánto dura, como máximo?
drill-minutes = { $n } minutos
drill-start = Empezar el simulacro
drill-past = Del último mes
drill-past-hint = Treinta días después de su fin no queda nada de un simulacro. El reloj de la red guarda solo cuántos pasos tardaron cuánto, aparte de lo real.
drill-title = Cómo va
drill-finish = Terminar el simulacro
drill-things = Para despacho
drill-card = Tarjeta
drill-incident = Incidente
drill-times = Tiempos
drill-column-part = Parte
drill-column-took = Tomó
drill-column-target = Meta
drill-duration = { $m } min { $s } s
drill-target = { $n } min
drill-slow = más lento que la meta
drill-record = Paso a paso
drill-record-empty = Todavía no pasa nada.
drill-took-part = Participaron
drill-fact-scenario = Se practica
drill-fact-place = Lugar
drill-fact-expected = Lo que hay que encontrar
drill-fact-started = Empezó
drill-fact-asked = Se les puede pedir ir
drill-fact-listeners = Suscripciones
drill-fact-ends = Termina por sí solo
drill-fact-ended = Fin
drill-listeners = { $n ->
    [0] Ninguna de esta zona pidió simulacros: no se le manda a nadie.
    [one] Una de esta zona pidió simulacros: solo a ella se le puede mandar.
   *[other] { $n } de esta zona pidieron simulacros: solo a ellas se les puede mandar.
 }
drill-note-corner-1 = SIMULACRO (no es real). Inventado: tres personas con chaleco preguntan papeles en la esquina.
drill-note-corner-2 = SIMULACRO (no es real). Inventado: dos camionetas esperan con el motor encendido.
drill-note-workplace-1 = SIMULACRO (no es real). Inventado: entraron al trabajo y se llevan gente.
drill-note-workplace-2 = SIMULACRO (no es real). Inventado: subieron a dos personas a una camioneta.
drill-note-workplace-3 = SIMULACRO (no es real). Inventado: mi compañera dice que hay redada en su trabajo.
drill-note-school-gate-1 = SIMULACRO (no es real). Inventado: un carro oscuro espera frente a la escuela a la hora de salida.
drill-note-police-rumour-1 = SIMULACRO (no es real). Inventado: una publicación dice que hay redada y mucha gente la comparte.
drill-note-police-rumour-2 = SIMULACRO (no es real). Inventado: mi vecina dice que está la migra.
drill-note-police-rumour-3 = SIMULACRO (no es real). Inventado: hay varias patrullas, no sé de quién son.
drill-note-nothing-there-1 = SIMULACRO (no es real). Inventado: dicen que hay un retén.
