/* The words that the invented book is made of; sample.c alone includes this. Names are common ones of each
 * language, creditors are made up and say what they sell. */
#ifndef QUITS_SERVER_EXCHANGE_SAMPLE_WORDS_H
#define QUITS_SERVER_EXCHANGE_SAMPLE_WORDS_H

#include <stdbool.h>

struct sample_city {
	const char *city, *region, *zone, *postcode;
};

struct sample_country {
	const char *code, *language, *currency;
	const char *first[16], *last[20], *streets[10];
	bool number_first;
	struct sample_city cities[6];
	const char *creditors[4];
	const char *phone; /* '#' a digit of its own */
	const char *document;
	bool two_last; /* two family names */
};

static const struct sample_country sample_countries[] = {
	{ "US", "en", "USD",
	  { "James", "Mary", "Robert", "Linda", "Michael", "Susan", "David", "Karen", "Daniel", "Emily", "Kevin",
	    "Rachel", "Brian", "Tanya", "Marcus", "Alicia" },
	  { "Anderson", "Brooks", "Carter", "Dawson", "Ellis", "Foster", "Graham", "Hayes", "Jenkins", "Keller",
	    "Lawson", "Morris", "Nolan", "Parker", "Reyes", "Sullivan", "Turner", "Vasquez", "Walker", "Young" },
	  { "Oak Street", "Maple Avenue", "Cedar Lane", "Elm Street", "Hillside Drive", "Lake Road", "Park Avenue",
	    "Sunset Drive", "Washington Street", "2nd Street" },
	  true,
	  { { "Austin", "TX", "America/Chicago", "78701" }, { "Columbus", "OH", "America/New_York", "43215" },
	    { "Denver", "CO", "America/Denver", "80202" }, { "Portland", "OR", "America/Los_Angeles", "97205" },
	    { "Phoenix", "AZ", "America/Phoenix", "85004" }, { "Raleigh", "NC", "America/New_York", "27601" } },
	  { "Prairie Light & Power", "Cornerstone Family Dental", "Blue Mesa Wireless", "Homeway Furniture Credit" },
	  "+120255501##", "SSN ***-**-####", false },
	{ "GB", "en", "GBP",
	  { "Oliver", "Amelia", "George", "Sophie", "Harry", "Charlotte", "Jack", "Grace", "Thomas", "Lucy", "William",
	    "Hannah", "Callum", "Priya", "Aisha", "Owen" },
	  { "Ashworth", "Bailey", "Chapman", "Davies", "Edwards", "Fletcher", "Griffiths", "Harrison", "Hughes",
	    "Johnston", "Khan", "Lloyd", "Marsh", "Norris", "Patel", "Reid", "Shaw", "Thornton", "Watts", "Wright" },
	  { "High Street", "Station Road", "Church Lane", "Victoria Road", "Mill Lane", "Queens Road", "The Crescent",
	    "Albert Street", "Green Lane", "School Road" },
	  true,
	  { { "Leeds", "England", "Europe/London", "LS1 4AP" }, { "Cardiff", "Wales", "Europe/London", "CF10 1EP" },
	    { "Bristol", "England", "Europe/London", "BS1 5TR" }, { "Glasgow", "Scotland", "Europe/London", "G2 1DY" },
	    { "Norwich", "England", "Europe/London", "NR2 1TF" }, { "Belfast", "Northern Ireland", "Europe/London", "BT1 5GS" } },
	  { "Northgate Water", "Albion Broadband", "Pennine Gas and Electric", "Harbour Catalogue" },
	  "+447700900###", "NI QQ ## ## ## C", false },
	{ "ES", "es", "EUR",
	  { "Antonio", "Carmen", "Javier", "Lucía", "Manuel", "María", "Pablo", "Elena", "Sergio", "Ana", "Álvaro",
	    "Raquel", "Iñigo", "Nuria", "Andrés", "Begoña" },
	  { "Álvarez", "Blanco", "Castro", "Díaz", "Fernández", "Gómez", "Gutiérrez", "Herrero", "Iglesias", "Jiménez",
	    "López", "Martín", "Muñoz", "Navarro", "Ortega", "Peña", "Ramos", "Sanz", "Torres", "Vidal" },
	  { "Calle Mayor", "Avenida de la Constitución", "Calle del Sol", "Plaza de España", "Calle Real",
	    "Paseo del Prado", "Calle de la Iglesia", "Calle Nueva", "Ronda del Sur", "Calle San José" },
	  false,
	  { { "Madrid", "Madrid", "Europe/Madrid", "28013" }, { "Sevilla", "Andalucía", "Europe/Madrid", "41004" },
	    { "Valencia", "Comunitat Valenciana", "Europe/Madrid", "46002" }, { "Bilbao", "País Vasco", "Europe/Madrid", "48005" },
	    { "Zaragoza", "Aragón", "Europe/Madrid", "50003" }, { "Las Palmas", "Canarias", "Atlantic/Canary", "35003" } },
	  { "Energía del Llano", "Telefonía Costa Clara", "Clínica Dental Alameda", "Aguas de la Ribera" },
	  "+34600000###", "DNI ########X", true },
	{ "MX", "es", "MXN",
	  { "José", "Guadalupe", "Juan", "Verónica", "Luis", "Adriana", "Miguel", "Leticia", "Carlos", "Fernanda",
	    "Jesús", "Ximena", "Ricardo", "Paola", "Héctor", "Daniela" },
	  { "Aguilar", "Cárdenas", "Cervantes", "Domínguez", "Escobedo", "Flores", "Guerrero", "Hernández", "Juárez",
	    "León", "Medina", "Núñez", "Ochoa", "Pacheco", "Ríos", "Salazar", "Treviño", "Vargas", "Villarreal", "Zúñiga" },
	  { "Avenida Reforma", "Calle Hidalgo", "Calle Morelos", "Avenida Juárez", "Calle Allende", "Calle 5 de Mayo",
	    "Avenida Insurgentes", "Calle Zaragoza", "Privada del Bosque", "Calle Independencia" },
	  false,
	  { { "Guadalajara", "Jalisco", "America/Mexico_City", "44100" }, { "Monterrey", "Nuevo León", "America/Monterrey", "64000" },
	    { "Puebla", "Puebla", "America/Mexico_City", "72000" }, { "Tijuana", "Baja California", "America/Tijuana", "22000" },
	    { "Mérida", "Yucatán", "America/Merida", "97000" }, { "Cancún", "Quintana Roo", "America/Cancun", "77500" } },
	  { "Luz del Valle", "Muebles El Roble", "Conecta Norte", "Crédito Familiar Azteca del Sur" },
	  "+5255500000##", "CURP XXXX######HXXXXX##", true },
	{ "BR", "pt", "BRL",
	  { "João", "Ana", "Pedro", "Juliana", "Lucas", "Camila", "Rafael", "Fernanda", "Gustavo", "Beatriz", "Thiago",
	    "Larissa", "Vinícius", "Patrícia", "Antônio", "Letícia" },
	  { "Almeida", "Araújo", "Barbosa", "Cardoso", "Carvalho", "Costa", "Ferreira", "Gonçalves", "Lima", "Magalhães",
	    "Melo", "Moreira", "Nascimento", "Oliveira", "Pereira", "Ribeiro", "Rocha", "Santos", "Souza", "Teixeira" },
	  { "Rua das Flores", "Avenida Brasil", "Rua São João", "Rua Sete de Setembro", "Avenida Central",
	    "Rua da Praia", "Travessa do Comércio", "Rua das Acácias", "Alameda dos Anjos", "Rua Nova" },
	  false,
	  { { "São Paulo", "SP", "America/Sao_Paulo", "01310-100" }, { "Recife", "PE", "America/Recife", "50030-230" },
	    { "Manaus", "AM", "America/Manaus", "69010-060" }, { "Porto Alegre", "RS", "America/Sao_Paulo", "90010-150" },
	    { "Salvador", "BA", "America/Bahia", "40020-000" }, { "Cuiabá", "MT", "America/Cuiaba", "78005-370" } },
	  { "Energia Serra Azul", "Lojas Bem Viver", "Net Planalto", "Financeira Boa Terra" },
	  "+5511900000###", "CPF ###.###.###-##", false },
	{ "FR", "fr", "EUR",
	  { "Jean", "Camille", "Pierre", "Léa", "Nicolas", "Chloé", "Julien", "Manon", "Étienne", "Aurélie", "Mathieu",
	    "Inès", "François", "Hélène", "Théo", "Zoé" },
	  { "Arnaud", "Bernard", "Chevalier", "Dubois", "Durand", "Fournier", "Garnier", "Girard", "Lefèvre", "Lemaître",
	    "Marchand", "Mercier", "Moreau", "Noël", "Perrin", "Renard", "Rousseau", "Simon", "Vasseur", "Vidal" },
	  { "rue de la République", "rue Victor Hugo", "avenue de la Gare", "rue des Écoles", "rue du Moulin",
	    "place de la Mairie", "boulevard Voltaire", "rue des Lilas", "chemin des Vignes", "rue Pasteur" },
	  true,
	  { { "Lyon", "Auvergne-Rhône-Alpes", "Europe/Paris", "69002" }, { "Lille", "Hauts-de-France", "Europe/Paris", "59000" },
	    { "Nantes", "Pays de la Loire", "Europe/Paris", "44000" }, { "Toulouse", "Occitanie", "Europe/Paris", "31000" },
	    { "Rennes", "Bretagne", "Europe/Paris", "35000" }, { "Dijon", "Bourgogne-Franche-Comté", "Europe/Paris", "21000" } },
	  { "Électricité des Coteaux", "Mutuelle Beau Rivage", "Réseau Mobile Horizon", "Crédit Ménager du Centre" },
	  "+336399800##", "NIR ############# ##", false },
	{ "DE", "de", "EUR",
	  { "Thomas", "Julia", "Stefan", "Anna", "Markus", "Katrin", "Jürgen", "Laura", "Florian", "Sabine", "Björn",
	    "Lena", "Günther", "Jasmin", "Tobias", "Ayşe" },
	  { "Bäcker", "Böhm", "Engel", "Fischer", "Frank", "Groß", "Hartmann", "Jäger", "Keller", "Krämer", "Lang",
	    "Möller", "Neumann", "Otto", "Pohl", "Richter", "Schäfer", "Vogel", "Weiß", "Yılmaz" },
	  { "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Schulstraße", "Lindenallee", "Am Markt", "Mühlenweg",
	    "Goethestraße", "Kirchplatz", "Ringstraße" },
	  false,
	  { { "Leipzig", "Sachsen", "Europe/Berlin", "04109" }, { "Köln", "Nordrhein-Westfalen", "Europe/Berlin", "50667" },
	    { "Bremen", "Bremen", "Europe/Berlin", "28195" }, { "Nürnberg", "Bayern", "Europe/Berlin", "90402" },
	    { "Kiel", "Schleswig-Holstein", "Europe/Berlin", "24103" }, { "Freiburg", "Baden-Württemberg", "Europe/Berlin", "79098" } },
	  { "Stadtwerke Lindental", "Mobilfunk Nordlicht", "Versandhaus Birkenhof", "Zahnzentrum am Markt" },
	  "+4915550000##", "PA L########", false },
};

#endif
