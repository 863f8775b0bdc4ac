#include "password.h"

#include <ctype.h>
#include <string.h>

#include <sodium.h>

#include "account.h"
#include "arena.h"
#include "config.h"
#include "text.h"

/* Words that guessing programs try first; digits and signs around and between them do not help. */
static const char *const common_words[] = { "password", "passwort", "contrasena", "contrasenya", "motdepasse", "senha",
	"parola", "passw", "qwerty", "qwertz", "azerty", "asdf", "asdfgh", "asdfghjkl", "zxcvbn", "zxcvbnm", "qazwsx",
	"qwertyuiop", "letmein", "welcome", "bienvenido", "willkommen", "bonjour", "admin", "administrator", "root", "user",
	"guest", "test", "testing", "login", "secret", "geheim", "changeme", "default", "master", "iloveyou", "teamo",
	"ichliebedich", "dragon", "monkey", "football", "futbol", "baseball", "basketball", "princess", "princesa",
	"sunshine", "superman", "batman", "pokemon", "starwars", "trustno", "shadow", "michael", "jordan", "hello", "hola",
	"abc", "abcd", "abcdef", "abcdefgh", "love", "amor", "god", "jesus", "freedom", "whatever", "computer",
	"internet", "server", "parlance", "language", "learn", "learning", "the", "my", "is", "your", "this", "a", "i",
	"mypassword", "please", "me", "in", "you", "and", "new", "one", "two", "three", "spring", "summer", "autumn",
	"winter", "january", "monday" };

/* Return whether ${letters} is made of common words only. */
static bool
letters_common(const char *letters)
{
	if (*letters == '\0')
		return true;
	for (size_t i = 0; i < sizeof(common_words) / sizeof(*common_words); i++) {
		size_t length = strlen(common_words[i]);

		if (strncmp(letters, common_words[i], length) == 0 && letters_common(letters + length))
			return true;
	}
	return false;
}

/* Return whether ${password} repeats a beginning of at most a third of it. */
static bool
password_repeats(const char *password)
{
	size_t length = strlen(password);

	for (size_t unit = 1; unit <= length / 3; unit++) {
		size_t i = unit;

		while (i < length && password[i] == password[i - unit])
			i++;
		if (i == length)
			return true;
	}
	return false;
}

/* Return whether the characters go up or down one by one: 123456789012 counts, with the step from 9 to 0. */
static bool
password_sequence(const char *password)
{
	size_t steps = 0, length = strlen(password);

	for (size_t i = 1; i < length; i++) {
		int step = password[i] - password[i - 1];

		steps += step == 1 || step == -1 || step == -9 || step == 9;
	}
	return length > 1 && steps + 2 >= length;
}

static bool
password_common(struct arena *arena, const char *password)
{
	static const char leet[] = "4a@a0o3e1i!i$s5s7t";
	char *letters = arena_strdup(arena, password), *out = letters;

	for (const char *c = password; *c != '\0'; c++) {
		const char *plain = NULL;

		for (size_t i = 0; i + 1 < sizeof(leet) && plain == NULL; i += 2)
			if (leet[i] == *c && c != password && isalpha((unsigned char)c[-1]) && isalpha((unsigned char)c[1]))
				plain = &leet[i + 1];
		if (plain != NULL)
			*out++ = *plain;
		else if (isalpha((unsigned char)*c) || ((unsigned char)*c & 0x80) != 0)
			*out++ = (char)tolower((unsigned char)*c);
	}
	*out = '\0';
	return strlen(letters) <= 64 && letters_common(letters);
}

const char *
password_refused(struct arena *arena, const struct config *config, const char *password, const char *username)
{
	if (password == NULL)
		return NULL;
	if (strlen(password) > PASSWORD_MAX_BYTES)
		return arena_printf(arena, "the password must have at most %d bytes", (int)PASSWORD_MAX_BYTES);
	if (text_length(password) < (size_t)config->password_min)
		return arena_printf(arena, "the password must have at least %d characters", (int)config->password_min);
	if (password_repeats(password))
		return "this password repeats itself; choose one that is harder to guess";
	if (password_sequence(password))
		return "this password is a simple sequence; choose one that is harder to guess";
	if (username != NULL && strstr(password, username) != NULL && strlen(password) < strlen(username) + 8)
		return "this password is made of the user name; choose one that is harder to guess";
	if (password_common(arena, password))
		return "this password is among the first that are tried; choose one that is harder to guess";
	return NULL;
}

const char *
password_hash(struct arena *arena, const struct config *config, const char *password)
{
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(hash, password, strlen(password), (unsigned long long)config->argon2_passes,
	    (size_t)config->argon2_memory * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return NULL;
	return hash;
}

bool
password_fits(struct arena *arena, const struct config *config, const char *hash, const char *password)
{
	if (hash == NULL) {
		(void)password_hash(arena, config, password); /* only for the time it takes */
		return false;
	}
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool
password_outdated(const struct config *config, const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, (unsigned long long)config->argon2_passes,
	    (size_t)config->argon2_memory * 1024) != 0;
}
