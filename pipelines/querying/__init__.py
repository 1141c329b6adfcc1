"""Questions to answers: the steps they are made of, and what one may see of them."""
