"""Near misses: what is known, what is said then, and which of the known that ends.

Written for the project, a family of mistakes at a time; every sentence of `known` that is not in
`ended` must stay exactly as it was.
"""

from typing import NamedTuple


class NearMiss(NamedTuple):
    """One case.

    Args:
        known: What was said before, a turn each.
        said: What is said now.
        ended: Those of `known` of which the memories end.
    """

    known: tuple[str, ...]
    said: str
    ended: tuple[str, ...] = ()


OTHER_PERSON = [
    NearMiss(("I live in Porto.",), "My brother Tom moved to Lisbon."),
    NearMiss(
        ("I live in Porto.", "My brother Tom lives in Faro."),
        "My brother Tom moved to Lisbon.",
        ("My brother Tom lives in Faro.",),
    ),
    NearMiss(("My sister Ana lives in Rome.",), "My sister Eva lives in Oslo."),
    NearMiss(
        ("My sister Ana lives in Rome.", "My sister Eva lives in Bari."),
        "My sister Eva moved to Oslo.",
        ("My sister Eva lives in Bari.",),
    ),
    NearMiss(("I work at Acme.",), "My wife quit her job."),
    NearMiss(
        ("I work at Acme.", "My wife Eva works at Bosch."),
        "My wife Eva works at Siemens now.",
        ("My wife Eva works at Bosch.",),
    ),
    NearMiss(("I'm vegetarian.",), "My sister is vegan."),
    NearMiss(("I love sushi.",), "My brother hates sushi."),
    NearMiss(("My brother loves sushi.",), "I hate sushi."),
    NearMiss(("I'm 34 years old.",), "My brother is 31 years old."),
    NearMiss(("My birthday is on 4 March.",), "My mum's birthday is on 14 March."),
    NearMiss(("I'm allergic to peanuts.",), "My son is allergic to eggs."),
    NearMiss(("My mum lives in Leeds.",), "My dad moved to York."),
    NearMiss(("My mum lives in Leeds.",), "My mother-in-law moved to York."),
    NearMiss(("My brother works at Bosch.",), "My brother's wife works at SAP."),
    NearMiss(("My brother Tom is married to Lena.",), "My brother Karim is married to Eva."),
    NearMiss(("My boss lives in Bonn.",), "My former boss moved to Rome."),
    NearMiss(("My wife Lena lives in Bonn.",), "My ex-wife Anna moved to Rome."),
]

NAMESAKES = [
    NearMiss(("My sister Maria lives in Porto.",), "My friend Maria moved to Faro."),
    NearMiss(
        ("My friend Maria lives in Porto.", "My sister Maria lives in Rome."),
        "My sister Maria moved to Faro.",
        ("My sister Maria lives in Rome.",),
    ),
    NearMiss(
        ("My friend Maria lives in Porto.", "My sister Maria lives in Rome."),
        "Maria moved to Faro.",
    ),
    NearMiss(("My sister Maria lives in Porto.",), "My sister Marie moved to Faro."),
    NearMiss(("My friend Ana works at SAP.",), "My friend Anna works at Bosch."),
    NearMiss(("My friend Jon lives in Ghent.",), "My friend John lives in Lyon."),
    NearMiss(("My brother Karim lives in Rome.",), "My friend Karim Benali lives in Lyon."),
    NearMiss(("My girlfriend Anna lives in Kiel.",), "My colleague Anna moved to Bonn."),
    NearMiss(
        ("My dog is called Max.", "My friend Max lives in Bern."),
        "My friend Max moved to Basel.",
        ("My friend Max lives in Bern.",),
    ),
]

SIMILAR_PLACES = [
    NearMiss(("I like York.",), "I like New York."),
    NearMiss(("I like Rome.",), "I like Romania."),
    NearMiss(("I love London.",), "I hate New London."),
    NearMiss(("I'm planning a trip to Rome in May.",), "I'm planning a trip to Paris in May."),
    NearMiss(("I'm planning a trip to York in May.",), "We cancelled the New York trip."),
    NearMiss(
        ("My sister Ana lives in York.", "I live in Leeds."),
        "I moved to New York.",
        ("I live in Leeds.",),
    ),
    NearMiss(
        ("I grew up in Porto.", "I live in Lisbon."), "I moved to Porto.", ("I live in Lisbon.",)
    ),
    NearMiss(
        ("I was born in Porto.", "I live in Lisbon."),
        "I don't live in Lisbon anymore.",
        ("I live in Lisbon.",),
    ),
    NearMiss(
        ("My mum lives in York.", "I live in Cologne."), "I moved to Bonn.", ("I live in Cologne.",)
    ),
]

OTHER_SLOT = [
    NearMiss(("I'm learning Spanish.",), "I speak Portuguese."),
    NearMiss(("I speak Portuguese.",), "I speak Spanish."),
    NearMiss(("I live in Leeds.", "I study in York."), "I moved to York.", ("I live in Leeds.",)),
    NearMiss(("I'm from Ghana.", "I live in Accra."), "I moved to Ghent.", ("I live in Accra.",)),
    NearMiss(
        ("I like Porsche.", "I work at Porsche."),
        "I don't work at Porsche anymore.",
        ("I work at Porsche.",),
    ),
    NearMiss(
        ("I work at Apple.", "I'm allergic to apples."),
        "I don't work at Apple anymore.",
        ("I work at Apple.",),
    ),
    NearMiss(
        ("I have a dog called Rex.", "I have a cat called Mimi."), "I have a dog called Bello."
    ),
    NearMiss(
        ("My favourite colour is blue.", "My favourite band is Blur."),
        "My favourite colour is green.",
        ("My favourite colour is blue.",),
    ),
    NearMiss(("My favourite film is Alien.",), "My favourite book is Emma."),
    NearMiss(
        ("I'm vegetarian.", "I'm allergic to nuts."),
        "I'm not vegetarian anymore.",
        ("I'm vegetarian.",),
    ),
    NearMiss(("I have asthma.", "I'm allergic to cats."), "I was diagnosed with diabetes."),
]

NUMBERS = [
    NearMiss(("I have 4 cats.",), "I have 14 cats."),
    NearMiss(("My rent is 900 euros.",), "My phone bill is 90 euros."),
    NearMiss(
        ("I'm 34 years old.", "My daughter is 3 years old."),
        "My daughter turned 4.",
        ("My daughter is 3 years old.",),
    ),
    NearMiss(("My flat number is 12.",), "My locker number is 21."),
    NearMiss(("I run 5 km every day.",), "I run 10 km every Sunday."),
    NearMiss(
        ("My birthday is on the 4th of March.", "My wife's birthday is on the 4th of May."),
        "Actually my birthday is on the 14th of March.",
        ("My birthday is on the 4th of March.",),
    ),
]

TASTES = [
    NearMiss(
        ("I like Chinese food.", "I like Thai food."),
        "I hate Chinese food.",
        ("I like Chinese food.",),
    ),
    NearMiss(("I like Thai food.",), "I hate Chinese food."),
    NearMiss(("I love tea.",), "I hate green tea."),
    NearMiss(("I love green tea.",), "I hate tea with milk."),
    NearMiss(("I love coffee.",), "I hate coffee ice cream."),
    NearMiss(("I love dogs.",), "I hate hot dogs."),
    NearMiss(("I love cats.", "I love dogs."), "I don't like dogs anymore.", ("I love dogs.",)),
    NearMiss(("I hate running.",), "I love running a workshop."),
    NearMiss(("I like horror films.",), "I hate horror books."),
    NearMiss(("I like red wine.",), "I don't like white wine."),
    NearMiss(("I like jazz.",), "I can't stand musicals."),
    NearMiss(("I hate mushrooms.",), "I hate olives."),
    NearMiss(("I prefer tea.",), "I like coffee."),
    NearMiss(("I like dancing.", "I like dance music."), "I hate dancing.", ("I like dancing.",)),
    NearMiss(("I love Maria Callas.",), "I hate Maria Carey."),
    NearMiss(("I like my job.", "I work at Acme."), "I hate my commute."),
]

JOBS = [
    NearMiss(
        ("I work at Acme.", "I volunteer at the library."), "I quit my job.", ("I work at Acme.",)
    ),
    NearMiss(("I work at Acme.",), "I left the gym."),
    NearMiss(
        ("I work at Acme.", "My sister Ana works at Acme."), "I left Acme.", ("I work at Acme.",)
    ),
    NearMiss(
        ("I work at Acme.", "My sister Ana works at Acme."),
        "My sister Ana left Acme.",
        ("My sister Ana works at Acme.",),
    ),
    NearMiss(("I work at Acme.",), "I left Bosch in 2010."),
    NearMiss(
        ("I work at Acme.", "I play chess."), "I don't play chess anymore.", ("I play chess.",)
    ),
    NearMiss(
        ("I work as a nurse.", "My mum works as a nurse."),
        "I work as a teacher now.",
        ("I work as a nurse.",),
    ),
    NearMiss(("I work at Acme.",), "I worked at Bosch before."),
]

POSSESSIONS = [
    NearMiss(("I like guitars.",), "I sold my guitar."),
    NearMiss(("My brother Tom owns a van.",), "I sold my van."),
    NearMiss(
        ("I have a red car.", "I have a blue bike."), "I sold my bike.", ("I have a blue bike.",)
    ),
    NearMiss(("I drive a Volvo.",), "I sold my Fiat."),
    NearMiss(("I sold my bike.",), "I sold my car."),
    NearMiss(
        ("I own a house in Bonn.", "I own a flat in Ghent."),
        "I sold my flat in Ghent.",
        ("I own a flat in Ghent.",),
    ),
    NearMiss(("I have a piano.", "I have a guitar."), "I sold my guitar.", ("I have a guitar.",)),
    NearMiss(("I play the guitar.", "I own a guitar."), "I sold my guitar.", ("I own a guitar.",)),
    NearMiss(("I have a dog called Rex.",), "My neighbour's dog Rex died."),
]

LOVES = [
    NearMiss(
        ("My girlfriend is called Anna.", "My friend Anna lives in Kiel."),
        "I broke up with my girlfriend.",
        ("My girlfriend is called Anna.",),
    ),
    NearMiss(
        ("My wife is called Lena.", "My sister is called Eva."),
        "I divorced my wife.",
        ("My wife is called Lena.",),
    ),
    NearMiss(
        ("My boyfriend is called Tom.", "My brother Tim lives in Ulm."),
        "I broke up with Tom.",
        ("My boyfriend is called Tom.",),
    ),
    NearMiss(("My wife Anna works at SAP.",), "My sister divorced her husband."),
    NearMiss(("My sister Ana is married to Paul.",), "My friend Paul got divorced."),
]

PLANS = [
    NearMiss(("I live in Lisbon.",), "We cancelled the Lisbon trip."),
    NearMiss(("My friend Priya lives in Lisbon.",), "We cancelled the Lisbon trip."),
    NearMiss(("I love Lisbon.",), "We cancelled the Lisbon trip."),
    NearMiss(("I'm going to Lisbon on 8 May.",), "We cancelled the Madrid trip."),
    NearMiss(
        ("I'm going to Lisbon on 8 May.", "I'm going to Madrid on 9 June."),
        "We cancelled the Madrid trip.",
        ("I'm going to Madrid on 9 June.",),
    ),
    NearMiss(("I'm going to Lisbon with Priya on 8 May.",), "I cancelled dinner with Priya."),
    NearMiss(("I have a dentist appointment on 3 June.",), "I cancelled my gym membership."),
    NearMiss(("I'm running a marathon in October.",), "I cancelled my trip to Paris."),
    NearMiss(("I'm flying to Rome on 8 May.",), "I'm flying to Rome on 9 September."),
]

INSTRUCTIONS = [
    NearMiss(
        ("Always keep your answers short.", "Never use emojis."),
        "Please always give long answers.",
        ("Always keep your answers short.",),
    ),
    NearMiss(("Always keep your answers short.",), "Always keep my emails short."),
    NearMiss(("Always answer in English.",), "Always cite your sources."),
    NearMiss(
        ("Always answer in English.", "Always use metric units."),
        "From now on, answer in Spanish.",
        ("Always answer in English.",),
    ),
    NearMiss(("Never use emojis.",), "Never use bullet points."),
    NearMiss(("Always use metric units.",), "Always use British spelling."),
    NearMiss(("Call me Ana.",), "My sister is called Anita."),
    NearMiss(("Please always give short answers.",), "Please always give detailed code comments."),
]

NEGATION = [
    NearMiss(("I don't eat pork.",), "I don't eat fish."),
    NearMiss(("I don't drink coffee.",), "I don't drink alcohol."),
    NearMiss(("I'm not vegetarian.",), "I'm not religious."),
    NearMiss(("I live in Leeds.",), "I never lived in York."),
    NearMiss(("I live in Leeds.",), "I don't live in York."),
    NearMiss(
        ("I'm allergic to peanuts.", "I'm allergic to shrimp."),
        "I'm not allergic to shrimp anymore.",
        ("I'm allergic to shrimp.",),
    ),
    NearMiss(
        ("I speak French.", "I speak German."),
        "I don't speak German anymore.",
        ("I speak German.",),
    ),
    NearMiss(
        ("I take ibuprofen for migraines.", "I take insulin for diabetes."),
        "I stopped taking ibuprofen.",
        ("I take ibuprofen for migraines.",),
    ),
    NearMiss(
        ("I take melatonin for jet lag.", "I take insulin for diabetes."),
        "I stopped taking melatonin.",
        ("I take melatonin for jet lag.",),
    ),
]

FORMER = [
    NearMiss(
        ("My girlfriend is called Anna.", "My sister Anna-Lena lives in Kiel."),
        "My ex-girlfriend Anna moved to Rome.",
        ("My girlfriend is called Anna.",),
    ),
    NearMiss(("My wife is called Lena.",), "My ex-wife Anna moved to Rome."),
    NearMiss(("My wife is called Lena.",), "My brother's ex-wife Lena moved to Rome."),
    NearMiss(
        ("My sister Ana is dating Paul.", "My friend Eva is dating Tom."),
        "Ana broke up with Paul.",
        ("My sister Ana is dating Paul.",),
    ),
    NearMiss(
        ("My wife is called Anna.", "My dog is called Bello."),
        "My wife is called Lena.",
        ("My wife is called Anna.",),
    ),
    NearMiss(("My friend is called Anna.",), "My friend Lena lives in Kiel."),
    NearMiss(("My brother is called Tom and works at Bosch.",), "My brother Karim works at SAP."),
]

PRECISE = [
    NearMiss(("I work at Bosch.", "My sister Ana works at Bosch."), "I work at Bosch Braga."),
    NearMiss(
        ("My brother Karim lives in Rome.", "My friend Tom lives in Bonn."),
        "Karim Haddad is my brother.",
    ),
    NearMiss(("I live in Lisbon.", "My mum lives in Lisbon."), "I live in Lisbon, Portugal."),
]
"""What is more precise makes its own memory so, and no other."""

GENERIC = [
    NearMiss(
        ("I go to the Anytime gym on Tuesdays.", "I go to the library on Mondays."),
        "I quit the gym.",
        ("I go to the Anytime gym on Tuesdays.",),
    ),
    NearMiss(
        ("I take lisinopril every morning.", "My dad takes lisinopril."),
        "My doctor took me off the lisinopril.",
        ("I take lisinopril every morning.",),
    ),
    NearMiss(
        ("I have a Galaxy S21.", "I have a ThinkPad."),
        "I switched from the Galaxy to a Pixel.",
        ("I have a Galaxy S21.",),
    ),
    NearMiss(
        ("I'm studying law at Leeds.", "I live in Leeds."),
        "I dropped out of law school.",
        ("I'm studying law at Leeds.",),
    ),
    NearMiss(("I'm studying law at Leeds.",), "I dropped out of the race."),
    NearMiss(
        ("I've been sober for eight months.",),
        "I'm no longer sober.",
        ("I've been sober for eight months.",),
    ),
    NearMiss(("I run a bakery in York.",), "I sold my car."),
    NearMiss(("I have a piano.",), "I got rid of the piano.", ("I have a piano.",)),
    NearMiss(("My sister Ana has a piano.",), "I got rid of the piano."),
]

DEATHS = [
    NearMiss(
        ("My dog Rex is 12.", "My cat Ivy is 4."),
        "Rex passed away on Sunday.",
        ("My dog Rex is 12.",),
    ),
    NearMiss(("My dog Rex is 12.", "My friend Max lives in Bonn."), "Max's dog died."),
]

STAYS = [
    NearMiss(
        ("I live in Ghent.", "I'm in Lyon for three months for work."),
        "I'm back in Ghent.",
        ("I'm in Lyon for three months for work.",),
    ),
    NearMiss(("I live in Ghent.", "My sister Ana is in Lyon for a year."), "I'm back in Ghent."),
    NearMiss(("I'm in a choir in Ghent.", "I work in Lyon."), "I'm back in Ghent."),
]

MEASURES = [
    NearMiss(("I weigh 82 kg.",), "I weigh 78 kg now.", ("I weigh 82 kg.",)),
    NearMiss(("I weigh 82 kg.",), "My dog Rex weighs 12 kg."),
    NearMiss(("I weigh 82 kg.",), "I lift 90 kg."),
    NearMiss(
        ("We live on the third floor.",),
        "We're on the fifth floor.",
        ("We live on the third floor.",),
    ),
    NearMiss(("I live on the third floor.",), "My mum lives on the fifth floor."),
    NearMiss(
        ("My rent is 900 euros.", "My phone bill is 30 euros."),
        "My rent went up to 950 euros.",
        ("My rent is 900 euros.",),
    ),
    NearMiss(("I take 50 mg of sertraline.",), "I take 20 mg of omeprazole."),
    NearMiss(
        ("I take 50 mg of sertraline.",),
        "I take 100 mg of sertraline now.",
        ("I take 50 mg of sertraline.",),
    ),
]

COME_ABOUT = [
    NearMiss(
        ("I'm looking for a flat in Leeds.",),
        "We found a flat!",
        ("I'm looking for a flat in Leeds.",),
    ),
    NearMiss(("I'm looking for a flat in Leeds.",), "I found a wallet in the street."),
    NearMiss(
        ("My fiancé Tom is a baker.",),
        "We got married last Saturday.",
        ("My fiancé Tom is a baker.",),
    ),
    NearMiss(("My sister Eva is pregnant.",), "I bought a pram for Eva."),
]

FAMILIES = {
    "another person": OTHER_PERSON,
    "namesakes": NAMESAKES,
    "similar places": SIMILAR_PLACES,
    "another slot": OTHER_SLOT,
    "numbers": NUMBERS,
    "tastes": TASTES,
    "jobs": JOBS,
    "possessions": POSSESSIONS,
    "loves": LOVES,
    "plans": PLANS,
    "instructions": INSTRUCTIONS,
    "negation": NEGATION,
    "the former": FORMER,
    "more precise": PRECISE,
    "generic facts": GENERIC,
    "deaths": DEATHS,
    "stays": STAYS,
    "measures": MEASURES,
    "what came about": COME_ABOUT,
}
"""All cases, by the mistake that they are near to."""
