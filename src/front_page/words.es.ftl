front-title = Alertas confirmadas y cómo avisar
front-made = Así estaba a las { $time }
front-made-one = Así estaba a la { $time }
front-status = { $n ->
    [one] 1 alerta confirmada ahora
   *[other] { $n } alertas confirmadas ahora
 }
front-status-none = Nada confirmado en este momento
front-status-means = La red comprueba cada alerta antes de publicarla.
front-none-means = Eso no quiere decir que no pase nada. Puede haber algo que nadie nos ha contado o que todavía estamos comprobando.
front-more = Ver todas las alertas de ahora
front-see-map = Ver en el mapa
front-map-title = En el mapa
front-map-none = No hay nada que marcar: no hay alertas ahora, ni reportes revisados hoy.
front-map-hint = Los números son los de la lista. Una marca es una zona de unas cuadras, nunca una puerta.
front-map-credit = Datos del mapa: { $names }
front-map-mark = Número { $n }
front-home = Ir al inicio
front-checked = Lo que revisamos
front-checked-means = Casi todo lo que nos avisan resulta ser otra cosa. También eso lo contamos.
front-checked-none = Hoy no hay reportes revisados que contar.
front-all = Todas las alertas y avisos
front-act = ¿Está viendo a la migra?
front-act-lede = Cuéntenos qué ve. Personas capacitadas de la red lo comprueban antes de avisar a nadie. No le pedimos su nombre.
front-report = Avisar lo que veo
front-hotline = O llame a la línea de la red
front-receipt = Ya avisé: tengo un comprobante
front-subscribe-title = Que le avisen
front-subscribe-lede = Solo lo comprobado, solo de sus zonas, en su idioma. Sin cuenta y sin su nombre; se va cuando quiera.
front-subscribe = Recibir alertas
front-members = Entrada para integrantes

front-rights = Sus derechos, en seis líneas
front-right-silence = Puede guardar silencio.
front-right-silence-more = Diga: «Elijo guardar silencio». No mienta y no muestre papeles falsos.
front-right-door = No tiene que abrir la puerta.
front-right-door-more = Pida que pasen la orden por debajo y busque la firma de un juez y su dirección exacta.
front-right-inside = Si entran de todos modos, no se resista.
front-right-inside-more = Diga: «No doy permiso para que entren».
front-right-search = Puede negarse a que lo registren.
front-right-search-more = Diga: «No doy permiso para que me registren». No se resista.
front-right-leave = Pregunte: «¿Puedo irme?».
front-right-leave-more = Si le dicen que sí, váyase caminando, con calma. No corra.
front-right-sign = No firme nada sin un abogado.
front-right-sign-more = Puede pedir hablar con uno antes de contestar.
front-rights-more = Frases para decir en inglés
front-phrases = Frases para decir o mostrar
front-phrases-own = En español
front-phrases-other = En inglés
front-phrase-silence = Elijo guardar silencio.
front-phrase-search = No doy permiso para que me registren.
front-phrase-enter = No doy permiso para que entren. ¿Tiene una orden firmada por un juez?
front-phrase-under = Pásela por debajo de la puerta, por favor.
front-phrase-leave = ¿Puedo irme?
front-phrase-lawyer = Quiero hablar con un abogado.
front-phrase-sign = No voy a firmar nada sin un abogado.
front-phrase-interpreter = Necesito un intérprete. Hablo español.
front-rights-also = También conviene saber
front-rights-advice = Lo que pueden aconsejar los avisos
front-rights-papers = Si tiene papeles migratorios válidos de Estados Unidos, llévelos consigo. No lleve documentos de otro país.
front-rights-warrant = La orden de un juez lleva el nombre de un tribunal y la firma de un juez. La orden de ICE la firma un agente de migración; por regla no basta para entrar en una casa sin permiso, aunque a veces entran de todos modos.
front-rights-border = En la frontera, en los aeropuertos y en los retenes las reglas son otras.
front-rights-mark = Texto { $mark }
front-reviewed = Información general, no es consejo legal. Lo revisó { $by } el { $day } de { $month ->
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
 } de { $year }.
front-not-reviewed = Información general, no es consejo legal. Todavía no la ha revisado una abogada o un abogado.

front-mirror-label = Copia
front-mirror = Copia escrita el { $written }. Vale hasta: { $until }. Después mire
front-mirror-live = la página de la red
front-mirror-moment = { $date } de { $year }, { $time }
