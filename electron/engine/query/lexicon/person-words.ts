/** Words whose bearer the detector sees as a person, and nothing more than that. Singular forms only. */
export const personWords: readonly string[] = `
man, woman, guy, bloke, dude, chap, fellow, lad, lady, gentleman, girl, boy, child, kid, toddler, baby, infant, newborn,
teenager, teen, youth, adult, elder, old man, old woman, young man, young woman, little girl, little boy, little kid,
little child, small child, mother, mom, mum, father, dad, parent, grandmother, grandma, grandfather, grandpa, brother,
sister, son, daughter, uncle, aunt, husband, wife, bride, groom, twin, friend, neighbour, neighbor, stranger, pedestrian,
passerby, bystander, spectator, viewer, visitor, guest, customer, client, shopper, passenger, commuter, tourist, traveller,
traveler, hiker, climber, runner, jogger, walker, cyclist, biker, bicyclist, motorcyclist, rider, driver, motorist, pilot,
skier, snowboarder, surfer, skater, skateboarder, swimmer, diver, dancer, singer, musician, guitarist, drummer, pianist,
actor, actress, performer, player, athlete, footballer, goalkeeper, referee, umpire, coach, batter, pitcher, golfer, boxer,
wrestler, gymnast, worker, construction worker, builder, labourer, laborer, technician, engineer, mechanic, electrician,
plumber, carpenter, painter, welder, miner, farmer, fisherman, gardener, cleaner, janitor, cook, chef, baker, butcher,
waiter, waitress, bartender, barista, cashier, clerk, shopkeeper, salesman, saleswoman, seller, vendor, businessman,
businesswoman, manager, employee, colleague, boss, secretary, lawyer, judge, politician, president, minister, mayor, king,
queen, prince, princess, pope, priest, nun, monk, soldier, officer, police officer, policeman, policewoman, cop, guard,
security guard, firefighter, fireman, paramedic, doctor, nurse, surgeon, dentist, patient, scientist, researcher,
professor, teacher, student, pupil, schoolboy, schoolgirl, astronaut, reporter, journalist, presenter, newsreader,
anchorman, narrator, speaker, interviewer, interviewee, photographer, cameraman, camerawoman, cameraperson, director,
artist, thief, burglar, robber, intruder, suspect, prisoner, protester, protestor, demonstrator, beggar, model, clown,
santa, santa claus, victim, hero, face
`
  .split(',')
  .map((word) => word.trim());

/** Words that stand for whoever speaks; before `says …` they ask for no person in the picture. */
export const indefinitePersons: ReadonlySet<string> = new Set(
  'someone somebody anyone anybody everyone everybody people person they he she narrator speaker'.split(' '),
);
