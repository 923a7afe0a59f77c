alert-drill = SIMULACRO (no es real)
alert-label-observed = VERIFICADO
alert-label-likely = CORROBORADO
alert-label-checked = REVISADO
alert-label-update = ACTUALIZACIÓN
alert-label-correction = CORRECCIÓN
alert-label-all-clear = FIN DE ALERTA
alert-label-ended = TERMINADA
alert-label-withdrawn = RETIRADO

alert-who-ice-ero = agentes de ICE
alert-who-hsi = agentes de HSI
alert-who-cbp = agentes de la Patrulla Fronteriza
alert-who-other-federal = agentes federales
alert-who-local-police = policías locales
alert-who-unmarked = agentes sin insignias
alert-who-unknown = agentes
alert-was-local-police = era la policía local
alert-was-other-federal = eran agentes federales en otro asunto
alert-was-hsi = era HSI en otro asunto

alert-people-0 = ninguno
alert-people-1-2 = 1 o 2
alert-people-3-5 = 3 a 5
alert-people-6-10 = 6 a 10
alert-people-11-20 = 11 a 20
alert-people-over-20 = más de 20
alert-vehicles-0 = sin vehículos
alert-vehicles-1-2 = 1 o 2 vehículos
alert-vehicles-3-5 = 3 a 5 vehículos
alert-vehicles-6-10 = 6 a 10 vehículos
alert-vehicles-11-20 = 11 a 20 vehículos
alert-vehicles-over-20 = más de 20 vehículos

alert-doing-waiting = esperando o estacionados
alert-doing-at-a-door = ante una puerta
alert-doing-questioning = haciendo preguntas a la gente
alert-doing-detaining = deteniendo a personas
alert-doing-loading = subiendo a personas a vehículos
alert-doing-checkpoint = en un retén

alert-at-spot = en { $place }
alert-at-area = en { $place }
alert-here = { $who } { $where }{ $doing }.
alert-was-other = lo reportado { $where } { $was }, no control migratorio.
alert-was-nothing = { $where } no había control migratorio.
alert-gone = ya no hay { $who } { $where }.
alert-gone-not-looked = acaba la alerta de { $who } { $where }. Nadie volvió a mirar.
alert-taken-back = retiramos el aviso de las { $time } sobre { $place }. No lo tome en cuenta.
alert-taken-back-one = retiramos el aviso de la { $time } sobre { $place }. No lo tome en cuenta.

alert-fix-wrong-place = el aviso de las { $time } tenía mal el lugar. Lugar corregido:
alert-fix-wrong-place-one = el aviso de la { $time } tenía mal el lugar. Lugar corregido:
alert-fix-wrong-time = el aviso de las { $time } tenía mal la hora. Lo correcto:
alert-fix-wrong-time-one = el aviso de la { $time } tenía mal la hora. Lo correcto:
alert-fix-wrong-agency = el aviso de las { $time } tenía mal la agencia. Lo correcto:
alert-fix-wrong-agency-one = el aviso de la { $time } tenía mal la agencia. Lo correcto:
alert-fix-not-enforcement = el aviso de las { $time } fue un error:
alert-fix-not-enforcement-one = el aviso de la { $time } fue un error:

alert-seen = Vistos { $time }.
alert-seen-other = Visto { $time }.
alert-seen-last = Vistos por última vez { $time }.
alert-looked = Revisado { $time }.
alert-detained-yes = Hay personas detenidas.
alert-detained-no = No vimos personas detenidas.
alert-help = Ayuda: { $hotline }.
alert-next = Otro aviso { $time }.

alert-advice-stay-silent = Puede guardar silencio.
alert-advice-keep-door-closed = No tiene que abrir la puerta.
alert-advice-ask-if-free = Pregunte si puede irse.
alert-advice-sign-nothing = No firme nada sin un abogado.
alert-advice-stay-calm = Con calma; no corra.
alert-advice-keep-distance = Si graba, guarde distancia.

alert-sure-observed = Lo vio una persona verificadora capacitada.
alert-sure-looked = Fue a ver una persona verificadora capacitada.
alert-sure-likely = Lo vieron dos personas por separado; dos integrantes revisaron sus imágenes.
alert-expires = Este aviso vale hasta las { $time }.
alert-expires-one = Este aviso vale hasta la { $time }.
alert-read-more = En la página: { $url }
alert-not-government = Somos una red de vecinos, no el gobierno. Es información general, no asesoría legal.

alert-date = { $day } de { $month ->
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
alert-cap-event-enforcement = Actividad de control migratorio
alert-cap-event-checked = Reporte revisado
alert-cap-event-ended = Fin de actividad de control migratorio
alert-cap-event-alert-ended = Fin de la alerta

alert-kind-alert = Alerta
alert-kind-checked = Aviso: lo revisamos
alert-kind-update = Actualización
alert-kind-correction = Corrección
alert-kind-all-clear = Fin de alerta
alert-correction-wrong-place = El lugar estaba mal
alert-correction-wrong-time = La hora estaba mal
alert-correction-wrong-agency = La agencia estaba mal
alert-correction-not-enforcement = No era control migratorio
alert-sent-back-place-in-doubt = Hay duda sobre el lugar
alert-sent-back-facts-in-doubt = Hay duda sobre lo que pasó
alert-sent-back-advice-does-not-fit = Los consejos no convienen aquí
alert-sent-back-too-late = Ya es tarde para avisar
alert-sent-back-ask-the-verifier = Primero hay que preguntar a la persona verificadora
alert-withdraw-in-doubt = Ya no estamos seguros
alert-withdraw-mistake = Se publicó por error
alert-withdraw-misused = Alguien usó mal el canal

alert-refused-no-basis = El resultado de este incidente no permite este tipo de aviso.
alert-refused-someone-is-there = Otra persona sigue en el lugar y puede ver otra cosa. Espere a que diga qué ve, o pídale que regrese en la página del incidente.
alert-refused-basis-changed = El incidente cambió desde que se escribió este borrador. Revise los datos y mándelo otra vez.
alert-refused-nothing-to-follow = No hay una alerta anterior a la que esto se refiera.
alert-refused-already-alerted = Ya hay una alerta vigente de este incidente. Actualícela o corríjala.
alert-refused-chain-moved = Mientras tanto se publicó otra cosa sobre esta alerta. Empiece de nuevo desde la última.
alert-refused-drill-mix = Un simulacro y un aviso real no se mezclan.
alert-refused-place-too-far = Ese lugar queda demasiado lejos del incidente.
alert-refused-home-place = Es un domicilio: solo se publica la zona.
alert-refused-seen-too-long-ago = Esto se vio hace más de cuatro horas, así que ya no sirve como alerta. Pida que alguien vaya a ver otra vez.
alert-refused-advice-does-not-fit = Elija como máximo dos consejos, y solo cuando siga pasando algo.
alert-refused-expiry-does-not-fit = La alerta puede valer de unos minutos a cuatro horas.
alert-refused-next-update-does-not-fit = La hora del próximo aviso tiene que estar por venir, y ser antes de que venza la alerta. Elija otra.
alert-refused-why-does-not-fit = El motivo de la corrección no corresponde a lo que se encontró.
alert-refused-not-a-draft = Esto ya no es un borrador.
alert-refused-not-waiting = Esto ya no espera que alguien lo publique.
alert-refused-not-released = Esto no está publicado, o ya terminó.
alert-refused-entered-the-finding = Usted anotó lo que la persona verificadora dijo por teléfono, así que no puede publicarlo. Hace falta otra persona.
alert-entered-by = La persona verificadora lo dijo por teléfono; lo anotó { $alias }.
alert-findings-differ = Quienes fueron a ver dijeron cosas distintas. Aquí está lo último que se vio. Si no está seguro, devuélvalo.
alert-refused-same-person = Quien lo escribió o lo mandó no puede publicarlo. Hace falta otra persona.
alert-refused-same-organization = En esta red publican dos organizaciones distintas. Tiene que ser alguien de otra.
alert-refused-not-a-dispatcher = Solo quien tiene la función de despacho puede hacer esto.
alert-refused-not-a-releaser = Solo quien tiene la función de publicar puede hacer esto.
alert-refused-not-active = Una de las dos personas ya no es integrante activa.
alert-step-up-first = Use su llave otra vez antes de publicar.
alert-refused-expired = Ya venció. Escriba un borrador nuevo.
alert-refused-facts-changed = Esto cambió desde que usted abrió la página. Ábrala otra vez y vuelva a leerlo.
alert-refused-altered = Este aviso no coincide con lo que se firmó y no se muestra. La falla es nuestra, no suya.
alert-refused-taken = Otra persona hizo algo con esto al mismo tiempo. Vuelva a mirar.

alert-past-expired = YA NO ESTÁ VIGENTE
alert-past-followed = HAY UN AVISO MÁS NUEVO
alert-past-means = Lo que dice aquí fue cierto cuando se publicó. Ya no lo tome como lo que pasa ahora.
alert-newer = Ver el aviso más nuevo
alert-bar = Lo más usado
alert-bar-report = Avisar
alert-bar-call = Llamar
alert-bar-rights = Derechos
alert-list-title = Alertas y avisos
alert-list-current = Confirmado ahora
alert-list-none = No hay ninguna alerta confirmada en este momento.
alert-list-none-means = Eso no quiere decir que no pase nada.
alert-list-area = Zona
alert-list-every-area = Todas las zonas
alert-list-narrow-title = Ver solo una zona
alert-list-narrow = Ver esta zona
alert-list-only = Solo { $area } y lo que queda dentro.
alert-list-checked = Lo que revisamos hoy
alert-list-none-checked = Hoy no hay reportes revisados que contar.
alert-list-past = Ya pasó
alert-list-phone = Qué guarda este teléfono de esta página
alert-list-feeds = Para programas y lectores:
alert-feed-title = { $network }: alertas y avisos
alert-advice-title = Lo que puede hacer
alert-advice-means = Información general, no es consejo legal.
alert-advice-reviewed = Si ya la revisó una abogada o un abogado, y sus derechos completos
alert-row-released = Publicado
alert-row-where = Dónde
alert-row-who = Quién
alert-row-people = Personas
alert-row-vehicles = Vehículos
alert-row-doing = Qué hacen
alert-row-detained = Personas detenidas
alert-row-seen = Visto
alert-row-seen-last = Visto por última vez
alert-row-looked = Revisado
alert-row-sure = Cómo se sabe
alert-row-next = Próximo aviso
alert-row-expires = Vale hasta
alert-hotline = Línea de la red
alert-row-kind = Tipo
alert-row-incident-area = Zona del incidente
alert-row-why = Qué se corrige

alert-menu-waiting = Publicar
alert-menu-out = Alertas
alert-new-title = Escribir una alerta
alert-new-lede = Lo que se vio sale del incidente. Usted elige el lugar, los consejos y los tiempos. Otra persona lo publica.
alert-problems = Falta algo
alert-problem-kind = Elija qué tipo de aviso es.
alert-problem-place = No encontramos ese lugar en el mapa de la red. Deje el campo vacío para publicar solo la zona.
alert-problem-several = Hay varios lugares con ese nombre. Escriba uno de estos.
alert-problem-why = Elija por qué lo devuelve.
alert-ask-kind = ¿Qué tipo de aviso es?
alert-ask-why = Si es una corrección: ¿qué estaba mal?
alert-ask-place = ¿Qué lugar se publica?
alert-ask-place-hint = Una esquina o un lugar público del mapa. Si lo deja vacío se publica solo la zona: { $area }. Nunca un domicilio ni un hotel.
alert-ask-advice = Consejos
alert-ask-advice-hint = Dos como máximo, y solo si sigue pasando.
alert-ask-hotline = Línea de la red
alert-ask-hotline-yes = Incluir el número
alert-ask-next = Próximo aviso
alert-ask-next-none = Sin hora
alert-ask-expires = Vale durante
alert-minutes = { $n } minutos
alert-letters = { $n } letras
alert-segments = { $units } caracteres, { $n ->
    [one] 1 segmento
   *[other] { $n } segmentos
 }
alert-channel-push = Notificación
alert-channel-email = Correo
alert-see-draft = Ver cómo queda
alert-draft-title = Borrador
alert-was-sent-back = Se lo devolvieron
alert-was-sent = Espera a que otra persona lo publique.
alert-send = Mandar a publicar
alert-change = Cambiar
alert-waiting-title = Esperan que alguien los publique
alert-waiting-none = Nada espera ahora.
alert-release-title = Revisar y publicar
alert-drafted-by = Lo escribió { $alias }
alert-step-up = Usar mi llave
alert-release = Sí, publicar
alert-signs = Su dispositivo le pedirá su llave. Con ella firma exactamente lo que está arriba.
alert-ask-sent-back = ¿Por qué lo devuelve?
alert-send-back = No, devolver
alert-out-title = Alertas publicadas
alert-see-page = Ver la página pública
alert-follow-up = Actualizar, corregir o terminar
alert-withdraw = Retirar
alert-ask-withdraw = ¿Por qué se retira?
alert-withdraw-now = Retirar ahora
alert-drafts = Borradores
alert-reach = Quién se va a enterar
alert-reach-nobody = Nadie pidió enterarse de esto. Quedará en las páginas y en los canales de lectura (feeds).
alert-reach-channel = Canal
alert-reach-language = Idioma
alert-reach-people = Personas
alert-reach-time = Tarda
alert-reach-segments = { $n ->
    [one] 1 segmento cada uno
   *[other] { $n } segmentos cada uno
}
alert-reach-late = Antes de que termine se enteran solo { $n }
alert-reach-means = Al momento, con las horas de silencio. Lo que sigue a un aviso anterior va a quienes recibieron aquel; mientras siga pasando, también a quienes todavía no les llegó. Los idiomas de un mismo canal salen a la vez.
alert-see-sending = Ver qué pasó con él
