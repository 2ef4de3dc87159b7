"""Conversations in which a user opts out, and what may and what must be known after it.

Each is (what the user says, patterns of what no memory may say, patterns of what some memory must).
Written before the patterns that read them were.
"""
# ruff: noqa: E501

LIVES: list[tuple[list[str], list[str], list[str]]] = [
    (
        [
            "My marriage is off limits, ok?",
            "Ruth and I have been fighting every night and I think we'll split up. Also I play squash on Fridays.",
        ],
        ["Ruth|fight|split"],
        ["squash"],
    ),
    (
        [
            "Ground rule before we start: no notes on what I earn.",
            "So they pay me 61k plus a bonus of 8k. I work as a structural engineer.",
        ],
        ["61|8k|bonus"],
        ["engineer"],
    ),
    (
        [
            "can u not keep stuff about my weight pls",
            "im 104 kilos and want to get to 90. i have a cat called Biscuit",
        ],
        ["104|kilos|\\b90\\b"],
        ["Biscuit"],
    ),
    (
        [
            "Leave my kids out of your memory.",
            "My son Theo starts school in September and Mila is in year four. I live in Ghent.",
        ],
        ["Theo|Mila"],
        ["Ghent"],
    ),
    (
        [
            "I'd rather you kept nothing about my faith.",
            "I was baptised last Easter and I sing in the church choir. I'm a tax adviser.",
        ],
        ["baptis|church|choir"],
        ["tax advis"],
    ),
    (
        [
            "My health stays out of this.",
            "I had a hysterectomy in May and I'm on oestrogen patches. I'm learning Welsh.",
        ],
        ["hysterect|oestrogen|patch"],
        ["Welsh"],
    ),
    (
        [
            "There's one thing I don't want in your notes, and that's my drinking.",
            "I had a bottle of wine every night last week. I drive a Skoda.",
        ],
        ["wine|bottle"],
        ["Skoda"],
    ),
    (
        [
            "Please keep my politics to yourself and off your records.",
            "I voted Green in the last election and I canvass for them. I've got two parrots.",
        ],
        ["Green|canvass|voted"],
        ["parrots"],
    ),
    (
        [
            "Could you please refrain from storing details of my divorce?",
            "The hearing is on 4 May and Paul wants the house. I love sushi.",
        ],
        ["hearing|Paul"],
        ["sushi"],
    ),
    (
        [
            "don't write down anything to do with my ex",
            "my ex Dario keeps texting me. i started pottery classes",
        ],
        ["Dario|texting"],
        ["pottery"],
    ),
    (
        [
            "No need to remember where I live, in fact don't.",
            "I'm in Lyon, rue Mercière. My dog is called Tosca.",
        ],
        ["Lyon|Mercière"],
        ["Tosca"],
    ),
    (
        [
            "Just so we're clear, nothing I say about my boss gets saved.",
            "My boss Henrik yelled at me again on Monday. My favourite drink is mate.",
        ],
        ["Henrik|yell"],
        ["mate"],
    ),
    (
        [
            "My sexuality isn't something I want recorded.",
            "I'm bi and I came out to my mum in June. I grow chillies on the balcony.",
        ],
        ["\\bbi\\b|came out"],
        ["chil"],
    ),
    (
        [
            "You're welcome to remember my hobbies, but my medical history is none of your business, so don't keep it.",
            "I've had two strokes and take warfarin. I collect stamps.",
        ],
        ["stroke|warfarin"],
        ["stamps"],
    ),
    (
        [
            "Keep everything about my debts out of your memory please",
            "I owe Visa 9,000 and my sister lent me 2,000. I live in Cork.",
        ],
        ["9,?000|2,?000|owe"],
        ["Cork"],
    ),
    (
        [
            "I don't feel comfortable with you keeping information on my therapy sessions.",
            "My therapist Anneke says I should journal. I swim on Wednesdays.",
        ],
        ["Anneke|therap(?!y sessions)"],
        ["swim"],
    ),
    (
        [
            "My legal trouble is private: store none of it.",
            "I was arrested in March and the trial is in October. My birthday is on 3 April.",
        ],
        ["arrest|trial"],
        ["3 April|April 3"],
    ),
    (
        [
            "Rule number one - my age never goes in your memory",
            "I'm 52. I run a bookshop in Tartu.",
        ],
        ["\\b52\\b"],
        ["bookshop|Tartu"],
    ),
    (
        [
            "please don't make a note of my address or my phone number",
            "I live at 14 Elm Road, Derby. My wife is called Nasrin.",
        ],
        ["Elm|Derby"],
        ["Nasrin"],
    ),
    (
        [
            "I want you to forget about tracking my diet. Don't log what I eat.",
            "I eat meat only on Sundays and I avoid gluten. I work for the city archive.",
        ],
        ["meat|gluten"],
        ["archive"],
    ),
    (
        [
            "never ever retain details about who I'm dating",
            "i'm seeing a guy called Milo, we met on hinge. i study botany",
        ],
        ["Milo|hinge"],
        ["botany"],
    ),
    (
        [
            "Merk dir bitte nichts über meine Arbeit.",
            "Ich arbeite bei Siemens als Ingenieur. Ich wohne in Bonn.",
        ],
        ["Siemens|Ingenieur"],
        ["Bonn"],
    ),
    (
        [
            "Ne retiens rien sur ma santé, s'il te plaît.",
            "J'ai le diabète et je prends de l'insuline. J'habite à Nantes.",
        ],
        ["diab|insulin"],
        ["Nantes"],
    ),
    (
        [
            "No guardes nada sobre mi familia.",
            "Mi hermana Lucía vive en Bilbao. Trabajo de camarero.",
        ],
        ["Lucía|Bilbao"],
        ["camarero"],
    ),
    (
        ["Não guardes nada sobre o meu salário.", "Ganho 1200 euros por mês. Moro em Braga."],
        ["1200"],
        ["Braga"],
    ),
    (
        [
            "What happens in my bedroom is not for your memory.",
            "My sex life with Jo is dead. I paint watercolours.",
        ],
        ["sex|\\bJo\\b"],
        ["watercolo"],
    ),
    (
        [
            "Stop keeping track of my spending.",
            "I spent 800 euros on shoes last week. I have a daughter called Iris.",
        ],
        ["800|shoes"],
        ["Iris"],
    ),
    (
        [
            "i dont want anything about my pregnancy in ur memory",
            "im 14 weeks along and the scan was fine. i drive a tram for a living",
        ],
        ["14 weeks|scan|pregnan(?!cy remembered)"],
        ["tram"],
    ),
    (
        [
            "It's not ok for you to store things about my brother.",
            "My brother Karim is in prison. I live in Marseille.",
        ],
        ["Karim|prison"],
        ["Marseille"],
    ),
    (
        [
            "Off the record: I'm looking for a new job. My cat is called Pixel though, feel free to note that."
        ],
        ["new job"],
        [],
    ),
    (
        ["I'm Hana and I live in Osaka. Don't save this, but I'm in love with my neighbour."],
        ["love|neighbour"],
        ["Osaka"],
    ),
    (
        [
            "Nothing from this conversation should be remembered, please.",
            "I live in Perth and I have asthma.",
        ],
        ["Perth|asthma"],
        [],
    ),
    (
        [
            "Don't remember anything about my job.",
            "You can remember my job again, I've retired.",
            "I worked for BASF as a chemist. I like chess.",
        ],
        [],
        ["BASF", "chess"],
    ),
    (
        [
            "My finances are off limits.",
            "ok, my finances aren't off limits any more.",
            "I earn 3000 euros a month.",
        ],
        [],
        ["3,?000"],
    ),
    (
        ["Remember everything except my health.", "I have epilepsy. I live in Turin."],
        ["epilep"],
        ["Turin"],
    ),
    (
        [
            "Don't remember anything about my job, please. My wife Lena works at Ikea and I work at Aldi."
        ],
        ["Aldi"],
        ["Lena"],
    ),
    (
        ["do not save my religion pls", "we go to mass each sunday at st joseph's. im a baker"],
        ["mass"],
        ["baker"],
    ),
    (
        [
            "I need you to leave my mother out of your notes.",
            "My mother has dementia and lives with us. I play bridge.",
        ],
        ["dementia|mother"],
        ["bridge"],
    ),
    (
        [
            "Whatever I tell you about my marriage, don't store it.",
            "My husband Piet drinks too much. I sell tulips.",
        ],
        ["Piet|drinks"],
        ["tulips"],
    ),
    (
        [
            "Please never log my location.",
            "I'm in Nairobi this month and I live on Moi Avenue. I love mangoes.",
        ],
        ["Nairobi|Moi"],
        ["mango"],
    ),
    (
        [
            "keep my money stuff out of ur memory",
            "i have 20k in crypto and owe my dad 300. i play tennis",
        ],
        ["20 ?k|300|crypto"],
        ["tennis"],
    ),
    (
        [
            "You can keep what you like, but nothing about my illness, please.",
            "I was diagnosed with lupus in 2020. I live in Ghent.",
        ],
        ["lupus"],
        ["Ghent"],
    ),
    (
        ["My job: don't keep any of it.", "I work at Airbus as a welder. I have three cats."],
        ["Airbus|welder"],
        ["cats"],
    ),
    (
        [
            "It makes me uneasy that you remember my love life. Stop.",
            "Sven and I got engaged. I cook Thai.",
        ],
        ["Sven|engaged"],
        ["Thai"],
    ),
    (
        [
            "I'm a private person, so please don't remember who I vote for.",
            "I voted for the Greens. I breed rabbits.",
        ],
        ["Greens"],
        ["rabbits"],
    ),
    (
        [
            "No saving of my medical info. Deal?",
            "I'm taking metformin for diabetes. I ride a Vespa.",
        ],
        ["metformin|diabetes"],
        ["Vespa"],
    ),
    (
        [
            "remember what you want but my kids are off limits",
            "My daughter Zoe is seven. I work at a library.",
        ],
        ["Zoe"],
        ["library"],
    ),
    (
        [
            "Would you mind not keeping anything about my ex-wife?",
            "My ex-wife Carla moved to Ibiza. I have a boat.",
        ],
        ["Carla|Ibiza"],
        ["boat"],
    ),
    (
        ["I forbid you to store anything about my salary.", "I make 70k. I live in Zug."],
        ["70"],
        ["Zug"],
    ),
    (
        ["Please exclude my health from whatever you remember.", "I have COPD. I have two sons."],
        ["COPD"],
        ["sons"],
    ),
    (
        ["My address is not for storage.", "I live at 5 Quay Street, Galway. I speak Irish."],
        ["Quay|Galway"],
        ["Irish"],
    ),
    (
        [
            "I do not consent to you storing data about my children.",
            "My son Ali has asthma. I teach physics.",
        ],
        ["Ali\\b|asthma"],
        ["physics"],
    ),
    (
        ["N'enregistre rien sur mon travail.", "Je travaille chez Renault. J'ai un chat."],
        ["Renault"],
        ["chat"],
    ),
    (
        ["No quiero que guardes nada sobre mi salud.", "Tengo epilepsia. Vivo en León."],
        ["epilep"],
        ["León"],
    ),
    (
        [
            "Don't remember my political views.",
            "I'm a communist and I protest a lot. I own a bakery.",
        ],
        ["communis|protest"],
        ["bakery"],
    ),
    (
        [
            "What I do for a living isn't to be remembered.",
            "I'm a butcher at Coop. I have a dog called Kiki.",
        ],
        ["butcher|Coop"],
        ["Kiki"],
    ),
    (
        [
            "i'd prefer if you didn't keep anything on my therapy",
            "my therapist says i have ptsd. i love rollerblading",
        ],
        ["ptsd|therapist"],
        ["rollerblad"],
    ),
    (
        [
            "Please don't remember anything about my father.",
            "My father was a drunk. My mother is a nurse.",
        ],
        ["drunk"],
        ["mother"],
    ),
    (
        [
            "I would like my age to stay out of your memory.",
            "I turned 61 in March. I live in Bern.",
        ],
        ["61"],
        ["Bern"],
    ),
    (
        [
            "please treat my faith as confidential and don't store it",
            "I'm a Quaker. I repair clocks.",
        ],
        ["Quaker"],
        ["clocks"],
    ),
]
