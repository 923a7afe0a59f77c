skip-to-content = Ir al contenido
language = Idioma
menu = Menú de integrantes
footer-not-government = Este sitio es de vecinas y vecinos. No es del gobierno y no da consejo legal.
demo-label = Demostración
demo-banner = Demostración: red inventada, nada de esto es real.
demo-people = Cambiar de persona
error-title = No se pudo
error-code = Código del problema:
error-home = Ir al inicio
error-sign-in = Entrar como integrante
error-not-found = Esta página no existe, o no es para usted.
error-problems = Hay datos por corregir.
error-busy = Hay mucha gente escribiendo en este momento. Espere unos segundos y vuelva a intentarlo; lo que escribió sigue en su pantalla al regresar.
error-fault = Fue un error nuestro, no suyo. Vuelva a intentarlo en un minuto. Si es urgente, llame a la línea de su red.
error-too-long = Lo que se envió es demasiado grande. Acorte el texto o mande menos fotos.
error-encoding = El texto llegó dañado. Regrese, revise lo escrito y envíelo otra vez.
error-unreadable = No pudimos leer lo que se envió. Regrese e inténtelo otra vez.
error-method = Esta dirección no acepta ese tipo de envío.
error-foreign-page = Este envío vino de otro sitio, por eso no se aceptó. Abra la página de la red e inténtelo desde ahí.
error-form-token = Su sesión cambió mientras escribía. Regrese, recargue la página y envíe otra vez.
error-step-up = Para esto pedimos que confirme con su llave de acceso. Todavía no se hizo nada. Confirme y después vuelva a enviarlo.
error-step-up-button = Confirmar con mi llave
age-now = Lo que ve se guardó hace un momento; puede haber cambiado.
age-minutes = Lo que ve es de hace %n min; puede haber cambiado.
age-hours = Lo que ve es de hace %n horas; puede haber cambiado.
age-days = Lo que ve es de hace %n días; puede haber cambiado.
age-over = YA NO ESTÁ VIGENTE
age-over-means = Lo que dice aquí fue cierto cuando se publicó. Ya no lo tome como lo que pasa ahora.
age-status = Esto puede haber cambiado
age-past = Ya pasó
age-again = Buscar lo más nuevo
install-title = Téngalo a la mano
install-why = Puede poner esta página en la pantalla de inicio de su teléfono. Se abre más rápido y deja leer las últimas alertas sin señal.
install-home = En iPhone: toque el botón de compartir y después «Agregar a inicio».
install-go = Poner en mi teléfono
install-no = No, gracias
clock-day = { $day } { $month }
clock-day-and-year = { $day } { $year }
clock-day-and-time = { $day }, { $time }
clock-month = { $month ->
    [1] ene
    [2] feb
    [3] mar
    [4] abr
    [5] may
    [6] jun
    [7] jul
    [8] ago
    [9] sep
    [10] oct
    [11] nov
   *[12] dic
 }
