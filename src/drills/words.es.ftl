drill-word = SIMULACRO
drill-mark = SIMULACRO (no es real)
drill-mark-means = Es un ejercicio con datos inventados. Nada de esto llega al público.
drill-stop = Parar el simulacro: hay trabajo real
drill-see = Ver el simulacro
drill-is-over = Este simulacro ya terminó.
drill-queue-title = Simulacro en curso
drill-queue-hidden = { $n ->
    [one] Una tarjeta del simulacro está guardada: primero los reportes reales que esperan.
   *[other] { $n } tarjetas del simulacro están guardadas: primero los reportes reales que esperan.
 }
drill-queue-empty = El simulacro no tiene tarjetas por decidir.

drill-scenario-corner = Agentes en una esquina
drill-scenario-workplace = Agentes en un lugar de trabajo
drill-scenario-school-gate = Un carro en la puerta de una escuela
drill-scenario-police-rumour = Un rumor que resulta ser la policía local
drill-scenario-nothing-there = Un aviso, y no hay nada

drill-imagine-corner = Para el simulacro, haga de cuenta que ve a cuatro personas con chaleco que dice «ERO» y dos camionetas sin letrero. Preguntan papeles a quienes pasan. No se llevan a nadie.
drill-imagine-workplace = Para el simulacro, haga de cuenta que ve a ocho personas con chaleco de «ICE» y cuatro camionetas. Suben a dos trabajadores a una de ellas.
drill-imagine-school-gate = Para el simulacro, haga de cuenta que el carro ya no está y que no hay agentes a la vista.
drill-imagine-police-rumour = Para el simulacro, haga de cuenta que ve tres patrullas de la policía local por un choque. No hay control migratorio.
drill-imagine-nothing-there = Para el simulacro, haga de cuenta que la calle está tranquila y no hay nada.

drill-who-area = Quienes hacen verificación y están de turno en esa zona
drill-who-everyone = Toda persona de verificación que esté de turno

drill-ended-done = Terminó
drill-ended-real-work = Se paró por trabajo real
drill-ended-time = Se acabó el tiempo

drill-reached-reported = Reporte inventado
drill-reached-decided = Decidido en despacho
drill-reached-asked = Se pidió ir a ver
drill-reached-accepted = Dijo que va
drill-reached-on-scene = Llegó
drill-reached-outcome = Resultado
drill-reached-drafted = Se escribió el aviso
drill-reached-released = Se publicó, solo como simulacro

drill-leg-decided = Del reporte a la decisión
drill-leg-accepted = De la petición al «voy»
drill-leg-on-scene = Del «voy» a la llegada
drill-leg-outcome = De la llegada al resultado
drill-leg-drafted = Del resultado al borrador
drill-leg-released = Del resultado a la publicación
drill-leg-whole = Todo, del reporte a la publicación

drill-refused-not-a-starter = Un simulacro lo empiezan coordinación, despacho o quien cuida el servidor.
drill-refused-nobody-on-duty = Ahí no hay nadie de verificación de turno. Elija otra zona, o a todas las personas de turno.
drill-refused-too-long = Elija cuánto dura: cuatro horas como máximo.
drill-refused-another-runs = Ya hay un simulacro en curso.
drill-refused-over = Este simulacro ya terminó.
drill-refused-real-first = Hay una petición real que espera su respuesta. Primero lo real.
drill-refused-mixed = Lo real y lo de un simulacro no se juntan.
