"""What others show of a page of ours where somebody shared its address: a poster with its title, an oEmbed answer."""
