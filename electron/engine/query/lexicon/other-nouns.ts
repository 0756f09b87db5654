const set = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** What a person wears or has on the body: its colour is looked for on the person. Singular and plural. */
export const wearables: ReadonlySet<string> = new Set(
  'shirt tshirt blouse sweater jumper pullover cardigan hoodie jacket coat raincoat overcoat vest waistcoat suit dress skirt gown robe uniform apron overall trouser pant jean legging sock shoe boot sneaker sandal hat cap helmet beanie hood scarf glove mask veil costume outfit clothes clothing kit jersey tracksuit swimsuit bikini kimono sari tunic coverall belt turban'
    .split(' ')
    .flatMap((noun) => [noun, `${noun}s`, `${noun}es`])
    .concat(['shorts', 'tops']),
);
/** Two-word wearables. */
export const wearablePhrases: readonly string[] = [
  't shirt',
  't shirts',
  'hard hat',
  'hard hats',
  'tank top',
  'safety vest',
  'safety vests',
  'high visibility vest',
  'hi vis vest',
  'polo shirt',
  'lab coat',
  'life jacket',
  'life jackets',
  'baseball cap',
];
/** Parts of the body: their colours say nothing about the clothes. */
export const bodyParts = set(
  'hair beard moustache mustache eye eyes skin hand hands arm arms leg legs head heads lips nail nails',
);
/** Places that are "empty" when nobody is in them. */
export const placeNouns = set(
  'room rooms street streets road roads corridor corridors hall hallway office stage classroom house kitchen station square park beach street platform aisle shop store restaurant building lobby parking alley scene frame place',
);
/** A thing before one of these is no thing: "car park", "bus stop", "apple tree". */
export const compoundHeads = set(
  'park lot shop store tennis booth keys key juice tree trees food house shelf shelves station tracks track ticket tickets paper opener holder company factory lane lanes nest litter collar leash trap pie sauce peel dealer dealership news series programme program channel number lamp lamps cloth rack racks',
);
/** Persons named by what they do with a thing: "bus driver" asks for the driver. */
export const compoundPersons = set(
  'driver drivers owner owners rider riders walker walkers player players seller sellers mechanic mechanics thief thieves passenger passengers lover lovers trainer trainers groomer pilot captain conductor salesman',
);
/** Two-word nouns that only look like a thing. */
export const misleadingPhrases: readonly string[] = [
  'car park',
  'car parks',
  'parking lot',
  'dog house',
  'bus stop',
  'bus stops',
  'tv show',
  'tv shows',
  'slow motion',
  'time lapse',
  'bear in mind',
  'zebra crossing',
  'level crossing',
  'pedestrian crossing',
  'traffic cone',
  'traffic cones',
  'traffic sign',
  'ping pong',
  'table tennis',
  'ice hockey',
  'book shelf',
  'person of interest',
  'hot water bottle',
  'cat walk',
  'sign language',
  'flower bed',
  'flower pot',
  'bed room',
  'bath room',
  'dining room',
  'living room',
  'green screen',
  'split screen',
  'touch screen',
  'orange juice',
  'apple juice',
  'wind screen',
  'screen door',
  'chair lift',
  'cable car',
  'phone call',
  'cell tower',
  'frying pan',
  'sauce pan',
  'bus lane',
  'train set',
  'bowling ball lane',
];
/** Verbs that are also words for things: a subject before, or an object right behind, makes them verbs. */
export const verbLikeThings = set(
  'bear bears tie ties plant plants sink sinks book books bat bats train trains duck ducks coach model models face faces seat seats kite bench cook cooks guard guards host guide judge',
);
