/** A word for several classes at once, or for several of one. Singular forms only. */
export interface BroaderWord {
  readonly word: string;
  readonly synonyms: readonly string[];
  readonly classes: readonly string[];
  /** How many the word means by itself: a crowd is at least five persons. */
  readonly minCount: number;
  /** Whether the word says more than the classes do ("van": a car or a truck, which of them is not known). */
  readonly isNarrower: boolean;
}

const row = (word: string, classes: string, more: Partial<BroaderWord> = {}): BroaderWord => ({
  word,
  synonyms: [],
  classes: classes.split(',').map((name) => name.trim()),
  minCount: 1,
  isNarrower: false,
  ...more,
});

const vehicles = 'bicycle, car, motorcycle, airplane, bus, train, truck, boat';
const roadVehicles = 'car, motorcycle, bus, truck';
const animals = 'bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe';
const fruits = 'banana, apple, orange';
const dishes = 'sandwich, hot dog, pizza, donut, cake';

/** Words above the classes. Groups of persons carry their least count. */
export const broaderWords: readonly BroaderWord[] = [
  row('vehicle', vehicles, { synonyms: ['means of transport'] }),
  row('motor vehicle', roadVehicles, { synonyms: ['road vehicle'] }),
  row('traffic', roadVehicles, { minCount: 3, synonyms: ['traffic jam', 'road traffic'] }),
  row('two wheeler', 'bicycle, motorcycle'),
  row('van', 'car, truck, bus', { isNarrower: true, synonyms: ['minivan', 'camper van', 'delivery van', 'campervan'] }),
  row('ambulance', 'car, truck, bus', { isNarrower: true }),
  row('tram', 'train, bus', { isNarrower: true, synonyms: ['streetcar', 'trolley car'] }),
  row('animal', animals, { synonyms: ['creature', 'beast'] }),
  row('pet', 'cat, dog, bird'),
  row('wild animal', 'bird, elephant, bear, zebra, giraffe', { synonyms: ['wildlife'] }),
  row('farm animal', 'horse, sheep, cow', { synonyms: ['livestock'] }),
  row('flock', 'bird, sheep', { minCount: 3 }),
  row('herd', 'horse, sheep, cow, elephant, zebra, giraffe', { minCount: 3 }),
  row('furniture', 'chair, couch, bed, dining table, bench', { synonyms: ['piece of furniture'] }),
  row('fruit', fruits, { synonyms: ['piece of fruit'] }),
  row('vegetable', 'broccoli, carrot', { synonyms: ['veggie', 'veg'] }),
  row('food', `${fruits}, broccoli, carrot, ${dishes}`, { synonyms: ['snack', 'meal'] }),
  row('fast food', 'sandwich, hot dog, pizza, donut'),
  row('dessert', 'donut, cake', { synonyms: ['pastry'] }),
  row('drink', 'bottle, wine glass, cup', { synonyms: ['beverage', 'drinking vessel'] }),
  row('glass', 'wine glass, cup', { synonyms: ['drinking glass', 'beer glass', 'water glass'] }),
  row('tableware', 'wine glass, cup, fork, knife, spoon, bowl', { synonyms: ['crockery', 'dishware'] }),
  row('cutlery', 'fork, knife, spoon', { synonyms: ['silverware', 'utensil'] }),
  row('electronics', 'tv, laptop, mouse, remote, keyboard, cell phone', {
    synonyms: ['electronic device', 'gadget', 'device'],
  }),
  row('computer', 'laptop, tv, keyboard', { isNarrower: true, synonyms: ['pc', 'desktop computer'] }),
  row('appliance', 'microwave, oven, toaster, sink, refrigerator', {
    synonyms: ['kitchen appliance', 'household appliance'],
  }),
  row(
    'sports equipment',
    'frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, surfboard, tennis racket',
    {
      synonyms: ['sports gear', 'sporting goods'],
    },
  ),
  row('bag', 'backpack, handbag, suitcase'),
  row('seating', 'chair, couch, bench'),
  row('crowd', 'person', { minCount: 5, synonyms: ['audience', 'mob', 'crowd of people', 'crowded place'] }),
  row('team', 'person', { minCount: 3, isNarrower: true, synonyms: ['family', 'band', 'choir', 'orchestra'] }),
  row('couple', 'person', { minCount: 2 }),
];
