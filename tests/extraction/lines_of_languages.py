"""Lines of English, and of other languages, by which the telling apart is held."""

ENGLISH = """\
I live in Porto with my wife and two kids.
gracias! that helped a lot
merci beaucoup, see you tomorrow
My name is José María Álvarez.
my friend Jürgen lives in München
Had dim sum and char siu bao for lunch.
I love pad thai and tom yum.
We ate at Le Petit Bistro de la Gare last night.
i'm from são paulo
Señor Wong is my dentist.
Can you recommend a good Rioja?
lol ok
omg no way
brb
thx
Ciao!
Hasta la vista, baby.
C'est la vie.
I have a déjà vu feeling.
My mother-in-law makes the best pierogi.
The Der Spiegel article was good.
I work at El Corte Inglés in Madrid.
Je ne sais quoi is hard to define.
She moved to La Paz in Bolivia.
I play Für Elise on the piano.
My son Dan is in a van.
the man had a die in his hat
Ben and Dan are my brothers.
I was in the bin man's van on the day.
we got a pan and a tin of tea
no me neither
in the end it was fun
ich is the German word for I
My favourite song is La vie en rose.
I love Los Angeles and San Diego.
My cat is called Mi Amor.
I studied at École Normale Supérieure.
Reading Le Monde and El País every day.
My daughter Zoë is six.
Crème brûlée is my favourite dessert.
i dont like sushi
im a nurse in a care home
u know me
gonna see my bf tmrw
2 adults, 3 kids, budget 500
Porto
Yes
no
Ana Sofia
thanks a million
I met Ole at the fjord in Norway
My boss is Swedish and so is his mum.
Tak is Danish for thanks.
on a diet since May
met her at uni in a pub
so so tired
I am a Sagittarius
Our dog is a Shiba Inu named Hachi.
My husband's from Oaxaca de Juárez.
My grandma's recipe: papas arrugadas con mojo.
Order: 2 x tacos al pastor, 1 x agua de jamaica.
We stayed at Hotel de la Poste in Beaune.
I have a PhD in biology from ETH Zürich.
i run 5k a day and do yoga on sun
My roommate Per is an engineer.
Ali is my best mate
I use vi and sed on Debian.
let x be a set and y an element
SELECT name FROM users WHERE id = 3
def foo(a, b): return a + b
km h kg m
A la carte or table d'hôte?
My sister Una lives in Cork.
He's a La Liga fan, I'm a Serie A one.
Das Boot is my dad's favourite film.
I hate Mondays!!! 😡
My abuela makes tamales at Christmas.
Als is a condition that my uncle has.
I teach ESL in Hà Nội.
I go to the gym at 6 am
Jag is my car, an old one
I love my Saab, min. two coffees a day
Vi is my aunt
on va, as my aunt would say
To me it's all the same.
ja ja I know
Sí, I'm allergic to nuts.
Oui, I have two kids.
My address is Calle de Alcalá 12, Madrid.
My wife Mónica and our kids Raúl and Inés love the beach.
Danke for the help, I passed my exam
me and my mama live in a town near Roma
i speak hindi, tamil and un peu de french
The name 田中 is common in Japan.
My name is written 李明 in Chinese.
"""

FOREIGN = {
    "de": """\
Ich wohne in Berlin.
Meine Tochter heißt Lena und ist sechs.
ich bin allergisch gegen nüsse
Seit drei Jahren arbeite ich als Krankenpfleger in Köln.
Ich trinke keinen Alkohol.""",
    "fr": """\
J'habite à Lyon depuis dix ans.
Je suis végétarienne.
Mon frère travaille chez Airbus.
J'ai deux chats et un chien.
je déteste les champignons""",
    "es": """\
Vivo en Lisboa.
Me llamo Carmen y tengo dos hijos.
Mi hermano trabaja en un banco.
Soy alérgica a los cacahuetes.
trabajo de noche en un hospital""",
    "pt": """\
Moro em Coimbra com a minha irmã.
Eu sou professora de matemática.
Não gosto de café.
Tenho um cão chamado Bolinhas.
meu pai trabalha na Petrobras""",
    "it": """\
Abito a Torino con mio marito.
Sono allergico alle noci.
Mi chiamo Giulia e ho trent'anni.
Lavoro in una scuola elementare.""",
    "nl": """\
Ik woon in Gent en ik heb een hond.
Mijn zus werkt bij Philips.
ik ben allergisch voor pinda's
Ik hou niet van koffie.""",
    "sv": """\
Jag bor i Malmö med min sambo.
Min dotter heter Astrid.
Jag är allergisk mot nötter.""",
    "da": """\
Jeg bor i Aarhus med min kæreste.
Min bror hedder Mads, og han er tømrer.
Jeg spiser ikke kød.""",
    "no": """\
Jeg jobber som lærer i Bergen.
Jeg er allergisk mot nøtter og spiser ikke fisk.""",
    "fi": """\
Minä asun Tampereella.
Olen vegaani ja minulla on kaksi koiraa.""",
    "pl": """\
Mieszkam w Krakowie z moją żoną.
Jestem uczulony na orzechy.
Mam dwoje dzieci i psa.
pracuję jako pielęgniarka w szpitalu""",
    "cs": """\
Bydlím v Brně a mám dvě děti.
Moje sestra pracuje v Praze.
Jsem vegetarián.""",
    "tr": """\
İzmir'de yaşıyorum ve öğretmenim.
Benim iki kızım var.
Fıstığa alerjim var.
Kahve sevmiyorum ama çayı çok seviyorum.""",
    "ro": """\
Locuiesc în Cluj și lucrez ca medic.
Am doi copii și o pisică.
Nu mănânc carne și sunt alergic la nuci.""",
    "hu": """\
Budapesten lakom a feleségemmel és két gyerekemmel.
Nekem van egy kutyám.
Nem eszem húst, és allergiás vagyok a mogyoróra.""",
    "id": """\
Saya tinggal di Bandung dengan istri saya.
Saya alergi kacang.
aku tidak suka kopi""",
    "vi": """\
Tôi sống ở Đà Nẵng với vợ và hai con.
Tôi bị dị ứng với đậu phộng.""",
    "ru": """\
Я живу в Казани.
Мою дочь зовут Соня, и у меня есть собака.
у меня аллергия на орехи
Работаю медсестрой в больнице.""",
    "uk": """\
Я живу у Львові й працюю вчителькою.
Мій брат служить у війську.""",
    "bg": """\
Аз живея в София и съм учител.""",
    "el": """\
Μένω στη Θεσσαλονίκη με τη γυναίκα μου.
Έχω δύο παιδιά και έναν σκύλο.""",
    "he": """\
אני גר בחיפה עם אשתי.
הבן שלי לומד באוניברסיטה.""",
    "ar": """\
أنا أعيش في القاهرة مع زوجتي.
عندي حساسية من الفول السوداني.""",
    "fa": """\
من در اصفهان زندگی می‌کنم و پزشک هستم.""",
    "hi": """\
मैं पुणे में रहता हूँ।
मेरी बेटी का नाम आस्था है।""",
    "ja": """\
私は大阪に住んでいます。
僕は犬を二匹飼っています。
ピーナッツアレルギーがあります。
妻は看護師です。""",
    "ko": """\
저는 부산에 살고 있어요.
우리 딸은 다섯 살이에요.""",
    "zh": """\
我住在成都，是一名护士。
我对花生过敏。
我家有两只猫。""",
    "th": """\
ผมอยู่เชียงใหม่กับภรรยา""",
}

UNSAID = {
    "a question": "Wo kann ich in Berlin gut essen?",
    "a greeting": "Guten Morgen, wie geht es dir?",
    "a courtesy": "Merci beaucoup pour ton aide.",
    "a request": "Kannst du mir bitte ein Rezept geben.",
    "a wish": "Je voudrais une recette de crêpes sans œufs.",
    "an order": "Por favor, ayúdame con mi tarea.",
    "about nobody": "Der Eiffelturm steht in Paris und ist sehr hoch.",
    "a condition": "Si yo fuera rico, viviría en Mallorca.",
    "a question in Japanese": "私はどこに住めばいいですか。",
    "a question in Chinese": "我应该住在哪里？",
    "a request in Russian": "Помоги мне, пожалуйста, с моим письмом.",
}
