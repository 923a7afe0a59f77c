duty-menu = Mi turno
duty-title = Estar de turno
duty-lede = Mientras esté de turno le pediremos ir a ver lo que pase cerca. Puede decir que no a cualquier petición y salir cuando quiera.
duty-on = Está de turno
duty-until = hasta las
duty-go = Ver las peticiones
duty-turn-off = Terminar mi turno
duty-change = Cambiar lugar u horas
duty-near = ¿Cerca de dónde va a estar?
duty-near-hint = Una zona, una esquina o un código postal. No escriba su casa. Solo guardamos la zona y más o menos en qué parte de ella, a medio kilómetro, y las dos cosas se borran al terminar el turno.
duty-choices = Puede ser:
duty-hours = ¿Por cuánto tiempo?
duty-hours-count = { $n ->
    [one] { $n } hora
   *[other] { $n } horas
 }
duty-turn-on = Empezar mi turno
duty-problems = Falta algo
duty-problem-hours = Elija cuántas horas.
duty-problem-place = No encontramos ese lugar. Pruebe con el nombre de la zona o el código postal.
duty-problem-several = Hay varios lugares con ese nombre. Escriba también la zona.
