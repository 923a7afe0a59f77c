board-menu = Tablero
board-title = Tablero

board-now = Qué falta decidir
board-calm = Nada espera una decisión en este momento.
board-oldest = la espera más larga:
board-late = { $n ->
    [one] una va tarde
   *[other] { $n } van tarde
 }
board-cards = { $n ->
    [one] tarjeta por decidir
   *[other] tarjetas por decidir
 }
board-unasked = { $n ->
    [one] incidente en el que nadie ha dicho si hay que ir a ver
   *[other] incidentes en los que nadie ha dicho si hay que ir a ver
 }
board-needs-eyes = { $n ->
    [one] incidente que espera quién vaya
   *[other] incidentes que esperan quién vaya
 }
board-overdue = { $n ->
    [one] incidente al que ya debería haber llegado alguien
   *[other] incidentes a los que ya debería haber llegado alguien
 }
board-untold = { $n ->
    [one] hallazgo del que no se ha avisado nada
   *[other] hallazgos de los que no se ha avisado nada
 }
board-drafts = { $n ->
    [one] borrador sin mandar
   *[other] borradores sin mandar
 }
board-to-release = { $n ->
    [one] aviso que espera a una segunda persona
   *[other] avisos que esperan a una segunda persona
 }
board-drills = { $n ->
    [one] pendiente de un simulacro
   *[other] pendientes de un simulacro
 }
board-stuck = Incidentes que esperan a alguien
board-stuck-needs-eyes = nadie va todavía
board-stuck-overdue = ya debería haber llegado alguien
board-stuck-untold = se fue a ver y no se ha avisado nada
board-stuck-unasked = nadie ha dicho si hay que ir a ver
board-duty = Verificación de turno
board-duty-nobody = Nadie está de turno para ir a ver.
board-duty-free = { $n ->
    [0] Nadie está libre para ir a ver.
    [one] Una persona está libre para ir a ver.
   *[other] { $n } personas están libres para ir a ver.
 }
board-duty-line = { $free } { $free ->
    [one] libre
   *[other] libres
 }, { $out } en un incidente
board-area-unknown = una zona que ya no está en el mapa

board-clock = El reloj
board-clock-what = Cuánto tarda cada paso, de un reporte a un aviso en la calle.
board-of-drills = Esto son simulacros. No se mezclan con lo que pasó de verdad.
board-to-drills = Ver los simulacros
board-to-real = Volver a lo que pasó de verdad
board-days = Días
board-days-1 = Hoy
board-days-7 = 7 días
board-days-28 = 28 días
board-days-365 = Un año
board-hours = Horas del día
board-hours-all = Todo el día
board-hours-0-4 = 0 a 4 h
board-hours-4-8 = 4 a 8 h
board-hours-8-12 = 8 a 12 h
board-hours-12-16 = 12 a 16 h
board-hours-16-20 = 16 a 20 h
board-hours-20-24 = 20 a 24 h
board-hour = { $from } a { $to } h
board-new = Todavía no hay nada que medir. Cuando se decida el primer reporte, aquí se verá cuánto tardó.
board-whole = Toda la red
board-by-area = Por zona: la mitad en · 9 de cada 10 en
board-by-hour = { $area }, por hora: la mitad en · 9 de cada 10 en
board-back = Volver a todas las zonas
board-no-area = Sin zona conocida, o zonas con muy pocos casos
board-column-step = Paso
board-column-target = Meta
board-column-half = La mitad, en
board-column-nine = 9 de cada 10, en
board-column-in-time = ¿A tiempo?
board-column-area = Zona
board-column-hour = Hora
board-nothing = sin datos todavía
board-few = { $n ->
    [one] un solo caso
   *[other] solo { $n } casos
 }
board-too-few = { $n ->
    [one] un caso: muy pocos para decir
   *[other] { $n } casos: muy pocos para decir
 }
board-in-time = { $n } de { $of }
board-verdict-in-time = A tiempo
board-verdict-half = A medias
board-verdict-late = Tarde
board-never = nunca
board-delivered = entregado { $n } de { $of } veces
board-over-a-day = más de un día
board-h = { $n } h
board-min = { $n } min
board-s = { $n } s

board-step-answered = Reporte tomado
board-step-answered-what = desde que llega un reporte escrito hasta que alguien lo toma
board-step-decided = Decisión
board-step-decided-what = desde que llega hasta que se decide qué hacer
board-step-accepted = Alguien va
board-step-accepted-what = desde que se pide ir a ver hasta el primer «voy»
board-step-on-scene = Alguien está ahí
board-step-on-scene-what = desde el primer «voy» hasta el primer «ya llegué»
board-step-released = Aviso publicado
board-step-released-what = desde que se supo qué era hasta que una segunda persona lo publicó
board-step-delivered = Aviso entregado
board-step-delivered-what = desde que se publicó hasta que un servicio entregó lo último por internet o correo; los mensajes de texto van aparte
board-step-corrected = Corrección publicada
board-step-corrected-what = desde que se supo del error hasta que se publicó la corrección

board-how = Cómo se mide
board-how-hotline = Cuadra no sabe cuándo suena la línea telefónica ni cuándo se contesta. El primer paso cuenta solo lo que llega por escrito: página, mensaje de texto o programa.
board-how-hour = Cada espera cuenta en el día y la hora en que empezó, y en su zona junto con las zonas que la rodean.
board-how-rounded = Los tiempos se redondean hacia arriba: menos de 5 segundos, o una tercera parte cuando mucho. «A tiempo» quiere decir que 9 de cada 10 cupieron en la meta; «a medias», que cupo la mitad; «tarde», ni eso.
board-how-few = Con menos de 5 casos no se juzga: serían hechos sueltos. Quien no despacha no ve esos tiempos.
board-how-delivered = Una entrega es un mensaje por un servicio. Si a más de uno de cada diez de quienes debían recibirlo no le llegó, nunca se entregó, y cuenta en cada cifra después de todas las demás.
board-how-kept = No se guarda ningún caso, solo cuántos hubo. Los días se vuelven meses cuatro semanas después de terminar el mes, y donde hubo menos de 5 casos se olvida también la zona.
