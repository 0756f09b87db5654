/** A class of the detector and the words that people use for it. */
export interface DetectorClass {
  /** The exact name in the detector's list (COCO, as YOLOX orders it). */
  readonly name: string;
  /** Words that mean the class itself. */
  readonly same: readonly string[];
  /** Words that mean more than the detector can tell: a taxi is found as a car, the rest is not checked. */
  readonly narrower: readonly string[];
}

const row = (name: string, same = '', narrower = ''): DetectorClass => ({
  name,
  same: words(same),
  narrower: words(narrower),
});

function words(list: string): readonly string[] {
  return list === '' ? [] : list.split(',').map((word) => word.trim());
}

/** The 80 classes in the detector's order. Words for persons are in `person-words.ts`. Singular forms only. */
export const detectorClasses: readonly DetectorClass[] = [
  row('person', 'human, human being, individual, someone, somebody, anyone, anybody, everyone, everybody, folk'),
  row('bicycle', 'bike, cycle, push bike, pushbike', 'mountain bike, tricycle, road bike, e bike, ebike'),
  row(
    'car',
    'automobile, auto, motorcar',
    'taxi, cab, taxicab, suv, jeep, sedan, hatchback, convertible, limousine, limo, police car, race car, racing car, sports car, station wagon, rental car',
  ),
  row('motorcycle', 'motorbike, motor bike', 'moped, vespa, motor scooter, dirt bike, quad bike'),
  row(
    'airplane',
    'aeroplane, plane, aircraft',
    'airliner, jet, jumbo jet, fighter jet, biplane, glider, seaplane, passenger plane',
  ),
  row('bus', 'omnibus, autobus', 'school bus, minibus, double decker, coach bus, trolleybus, shuttle bus'),
  row('train', 'railway train', 'locomotive, freight train, steam train, subway train, railcar, steam engine'),
  row(
    'truck',
    'lorry',
    'pickup, pickup truck, pick up truck, fire truck, firetruck, fire engine, garbage truck, tow truck, dump truck, semi truck, tanker truck, articulated lorry',
  ),
  row(
    'boat',
    'ship',
    'ferry, yacht, canoe, kayak, sailboat, sailing boat, rowboat, rowing boat, motorboat, speedboat, fishing boat, vessel, gondola, dinghy, barge, cruise ship, cargo ship, container ship',
  ),
  row('traffic light', 'traffic signal, stop light, stoplight'),
  row('fire hydrant', 'hydrant'),
  row('stop sign'),
  row('parking meter'),
  row('bench', '', 'park bench, pew'),
  row(
    'bird',
    '',
    'pigeon, dove, seagull, gull, duck, duckling, goose, swan, eagle, hawk, falcon, owl, parrot, crow, raven, sparrow, robin, chicken, hen, rooster, cockerel, penguin, flamingo, peacock, heron, stork, pelican, turkey bird, hummingbird, songbird, ostrich, vulture',
  ),
  row('cat', 'kitty, house cat, housecat', 'kitten, tabby, tomcat'),
  row(
    'dog',
    'doggy, doggie, hound',
    'puppy, pup, labrador, poodle, terrier, bulldog, german shepherd, golden retriever, retriever, husky, dachshund, greyhound, guide dog, police dog, sheepdog, beagle, collie',
  ),
  row('horse', '', 'pony, foal, stallion, mare, racehorse'),
  row('sheep', '', 'lamb, ewe'),
  row('cow', 'cattle', 'bull, calf, ox, bullock, heifer'),
  row('elephant', '', 'elephant calf'),
  row('bear', '', 'polar bear, grizzly, grizzly bear, bear cub'),
  row('zebra'),
  row('giraffe'),
  row('backpack', 'rucksack, knapsack', 'school bag, schoolbag'),
  row('umbrella', 'brolly', 'parasol'),
  row('handbag', 'hand bag, purse', 'tote bag, shoulder bag, clutch bag'),
  row('tie', 'necktie', 'bow tie, bowtie'),
  row('suitcase', 'luggage, baggage', 'briefcase, trolley case'),
  row('frisbee', 'flying disc'),
  row('skis', 'ski'),
  row('snowboard'),
  row(
    'sports ball',
    'ball',
    'football, soccer ball, basketball, volleyball, tennis ball, baseball ball, golf ball, beach ball, rugby ball, handball',
  ),
  row('kite'),
  row('baseball bat', 'bat'),
  row('baseball glove', 'baseball mitt, mitt'),
  row('skateboard', '', 'longboard'),
  row('surfboard', 'surf board', 'bodyboard'),
  row('tennis racket', 'tennis racquet, racket, racquet'),
  row('bottle', '', 'water bottle, wine bottle, beer bottle, plastic bottle, flask'),
  row('wine glass', 'wineglass', 'champagne glass, goblet, chalice'),
  row('cup', 'mug, teacup, coffee cup, coffee mug', 'paper cup, tumbler, coffee, cup of tea, cup of coffee'),
  row('fork'),
  row('knife', '', 'dagger, kitchen knife, bread knife'),
  row('spoon', '', 'teaspoon, tablespoon, ladle'),
  row('bowl', '', 'salad bowl, soup bowl'),
  row('banana'),
  row('apple'),
  row('sandwich', '', 'burger, hamburger, cheeseburger, panini'),
  row('orange', '', 'tangerine, mandarin, clementine'),
  row('broccoli'),
  row('carrot'),
  row('hot dog', 'hotdog', 'frankfurter'),
  row('pizza'),
  row('donut', 'doughnut'),
  row('cake', '', 'birthday cake, wedding cake, cupcake, carrot cake, cheesecake'),
  row('chair', '', 'armchair, office chair, stool, deck chair, rocking chair, wheelchair, seat'),
  row('couch', 'sofa, settee', 'loveseat'),
  row('potted plant', 'plant, house plant, houseplant, pot plant', 'bonsai'),
  row('bed', '', 'bunk bed, cot, crib, hospital bed'),
  row('dining table', 'table', 'desk, kitchen table, coffee table, workbench, counter, writing desk'),
  row('toilet', 'lavatory, toilet bowl', 'urinal'),
  row('tv', 'television, tv set, television set, telly, tv screen, monitor, computer screen, computer monitor, screen'),
  row('laptop', 'laptop computer, notebook computer', 'macbook, chromebook'),
  row('mouse', 'computer mouse, wireless mouse'),
  row('remote', 'remote control, tv remote, remote controller'),
  row('keyboard', 'computer keyboard'),
  row('cell phone', 'phone, mobile phone, mobile, cellphone, telephone', 'smartphone, smart phone, iphone, handset'),
  row('microwave', 'microwave oven'),
  row('oven', '', 'stove, cooker'),
  row('toaster'),
  row('sink', 'washbasin, wash basin, basin', 'kitchen sink, bathroom sink'),
  row('refrigerator', 'fridge', 'freezer'),
  row('book', '', 'novel, textbook, notebook, paperback, bible'),
  row('clock', '', 'alarm clock, wall clock, clock tower'),
  row('vase'),
  row('scissors', 'pair of scissors'),
  row('teddy bear', 'teddy', 'stuffed animal, stuffed bear, plush toy'),
  row('hair drier', 'hair dryer, hairdryer, hairdrier, blow dryer'),
  row('toothbrush'),
];
